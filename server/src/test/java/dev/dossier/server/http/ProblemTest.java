package dev.dossier.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.errors.AccessDeniedException;
import dev.dossier.errors.BusyException;
import dev.dossier.errors.ConflictException;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {
    static Stream<Arguments> errors() {
        IOException cause = new IOException("/secret/path");
        Map<String, String> none = Map.of();
        Map<String, String> noRetry = Map.of("X-Should-Retry", "false");
        return Stream.of(
                Arguments.of(new MalformedException("m"), 400, none),
                Arguments.of(new AccessDeniedException("delete"), 403, none),
                Arguments.of(new NotFoundException("file", "f"), 404, none),
                Arguments.of(new ConflictException("c"), 409, none),
                Arguments.of(new PreconditionFailedException("f"), 412, none),
                Arguments.of(new TooLargeException(1), 413, none),
                Arguments.of(new NotTextException(), 415, none),
                Arguments.of(new InvalidValueException("limit", "l"), 422, none),
                Arguments.of(new StorageException("The storage failed.", cause), 500, none),
                Arguments.of(new BusyException("the database"), 503, Map.of("Retry-After", "1")),
                Arguments.of(new ReadOnlyException(cause), 503, noRetry),
                Arguments.of(new ContentUnavailableException("f"), 503, noRetry),
                Arguments.of(new LegalHoldException("file", "f"), 423, none),
                Arguments.of(QuotaExceededException.ofEverything(1), 507, noRetry),
                Arguments.of(QuotaExceededException.ofOwner(1), 507, noRetry),
                Arguments.of(new StorageFullException(1), 507, noRetry),
                Arguments.of(new StorageFullException(cause), 507, noRetry));
    }

    @ParameterizedTest
    @DisplayName("Every error of the store has its status and tells clients whether to try again")
    @MethodSource("errors")
    void statuses(DossierException error, int status, Map<String, String> headers) {
        Problem problem = Problem.of(error);

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.headers()).isEqualTo(headers);
        assertThat(problem.code()).isEqualTo(error.code());
        assertThat(new String(problem.body("r-1"), StandardCharsets.UTF_8))
                .contains("\"request_id\":\"r-1\"", "\"status\":" + status, "\"type\":\"about:blank\"")
                .doesNotContain("/secret/path");
    }

    @Test
    @DisplayName("Only an impossible value names a field")
    void field() {
        assertThat(new String(
                        Problem.of(new InvalidValueException("limit", "l")).body("r"), StandardCharsets.UTF_8))
                .contains("\"field\":\"limit\"");
        assertThat(new String(Problem.of(new ConflictException("c")).body("r"), StandardCharsets.UTF_8))
                .doesNotContain("field");
    }
}
