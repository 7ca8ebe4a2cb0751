package dev.dossier.server.http;

/** A request that HTTP itself gives reason to refuse, with the problem to answer. */
public final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Refuses with that problem. */
    public RequestException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    RequestException(Problem problem, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    /** What to answer. */
    public Problem problem() {
        return problem;
    }
}
