package dev.dossier.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.BusyException;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.ContentHeldException;
import dev.dossier.errors.ContentUnavailableException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.MalformedException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.errors.NotTextException;
import dev.dossier.errors.PreconditionFailedException;
import dev.dossier.errors.QuotaExceededException;
import dev.dossier.errors.ReadOnlyException;
import dev.dossier.errors.StorageException;
import dev.dossier.errors.StorageFullException;
import dev.dossier.errors.TooLargeException;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 tells it. The detail is written for the person who asked: no path, no statement, no text of a
 * library.
 *
 * @param status the HTTP status
 * @param code the stable name of the kind of error, for programs
 * @param detail what happened, to what, and what to do
 * @param field the field that holds an impossible value; null for other errors
 * @param headers what the answer says beside the body
 */
public record Problem(
        int status, String code, String detail, @Nullable String field, Map<String, String> headers) {
    /** The content type of a problem. */
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final Map<String, String> RETRY_SOON = Map.of("Retry-After", "1");
    private static final Map<String, String> NO_RETRY = Map.of("X-Should-Retry", "false");

    /** A problem without a field and without headers. */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, null, Map.of());
    }

    /** The one place where errors of the store become statuses. */
    public static Problem of(DossierException e) {
        return switch (e) {
            case MalformedException _ -> of(e, 400, Map.of());
            case AccessDeniedException _ -> of(e, 403, Map.of());
            case NotFoundException _ -> of(e, 404, Map.of());
            case ConflictException _ -> of(e, 409, Map.of());
            case PreconditionFailedException _ -> of(e, 412, Map.of());
            case TooLargeException _ -> of(e, 413, Map.of());
            case NotTextException _ -> of(e, 415, Map.of());
            case InvalidValueException invalid -> new Problem(422, e.code(), message(e), invalid.field(), Map.of());
            case LegalHoldException _ -> of(e, 423, Map.of());
            case ContentHeldException held -> of(e, 423, held.isWaiting() ? RETRY_SOON : Map.of());
            case StorageException _ -> of(e, 500, Map.of());
            case BusyException _ -> of(e, 503, RETRY_SOON);
            case ReadOnlyException _ -> of(e, 503, NO_RETRY);
            case ContentUnavailableException _ -> of(e, 503, NO_RETRY);
            case StorageFullException _ -> of(e, 507, NO_RETRY);
            case QuotaExceededException _ -> of(e, 507, NO_RETRY);
        };
    }

    /** What is said of an error that nobody foresaw. */
    public static Problem unexpected(String requestId) {
        return of(
                500,
                "internal",
                "The server failed unexpectedly. Report request " + requestId + " to whoever runs it.");
    }

    static Problem draining() {
        return new Problem(
                503,
                "draining",
                "The server is stopping. Repeat the request at another node or later.",
                null,
                RETRY_SOON);
    }

    private static Problem of(DossierException e, int status, Map<String, String> headers) {
        return new Problem(status, e.code(), message(e), null, headers);
    }

    private static String message(DossierException e) {
        String message = e.getMessage();
        return message == null ? e.code() : message;
    }

    /** The body of the answer. */
    public byte[] body(String requestId) {
        return Json.bytes(
                new Body("about:blank", HttpStatus.getMessage(status), status, detail, code, field, requestId));
    }

    private record Body(
            String type,
            String title,
            int status,
            String detail,
            String code,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String field,

            String requestId) {}
}
