package dev.dossier.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dossier.errors.InvalidValueException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The one decision (R32)")
class AccessPolicyTest {
    /** Letters: Allow, allow as adMinistrator, Unenforced, Deny, Hide; the actions in the order of {@link Action}. */
    @ParameterizedTest(name = "{0}, {1}: enforced {2}, log only {3}")
    @CsvSource({
        "USER, owner, AAAAA, AAAAA",
        "USER, editor, AADDD, AAUUU",
        "USER, reader, ADDDD, AUUUU",
        "USER, stranger, HHHHH, UUUUU",
        "SERVICE, owner, AAAAA, AAAAA",
        "SERVICE, editor, AADDD, AAUUU",
        "SERVICE, reader, ADDDD, AUUUU",
        "SERVICE, stranger, HHHHH, UUUUU",
        "EDITOR, owner, AADAD, AAUAU",
        "EDITOR, editor, AADDD, AAUUU",
        "EDITOR, reader, ADDDD, AUUUU",
        "EDITOR, stranger, HHHHH, UUUUU",
        "READER, owner, ADDAD, AUUAU",
        "READER, editor, ADDDD, AUUUU",
        "READER, reader, ADDDD, AUUUU",
        "READER, stranger, HHHHH, UUUUU",
        "ADMINISTRATOR, owner, AAAAA, AAAAA",
        "ADMINISTRATOR, editor, AAMMM, AAMMM",
        "ADMINISTRATOR, reader, AMMMM, AMMMM",
        "ADMINISTRATOR, stranger, MMMMM, MMMMM"
    })
    void decides(Role role, String standing, String enforced, String logOnly) {
        assertThat(decisions(AccessMode.ENFORCED, role, standing)).isEqualTo(enforced);
        assertThat(decisions(AccessMode.LOG_ONLY, role, standing)).isEqualTo(logOnly);
        assertThat(decisions(AccessMode.DISABLED, role, standing)).isEqualTo("AAAAA");
    }

    private static String decisions(AccessMode mode, Role role, String standing) {
        String owner = standing.equals("owner") ? "ada" : "somebody else";
        Grant grant = grant(standing);
        return Arrays.stream(Action.values())
                .filter(action -> action != Action.GOVERN) // is about no session: who_may_govern
                .map(action -> new AccessPolicy(mode).decide(Actor.of("ada", role), action, owner, grant))
                .map(AccessPolicyTest::letter)
                .collect(Collectors.joining());
    }

    private static @Nullable Grant grant(String standing) {
        return standing.equals("reader") || standing.equals("editor") ? Grant.parse(standing) : null;
    }

    private static String letter(Decision decision) {
        return switch (decision) {
            case ALLOW -> "A";
            case ALLOW_AS_ADMINISTRATOR -> "M";
            case ALLOW_UNENFORCED -> "U";
            case DENY -> "D";
            case HIDE -> "H";
        };
    }

    @ParameterizedTest
    @CsvSource({"USER, D, U", "SERVICE, D, U", "ADMINISTRATOR, M, M", "EDITOR, D, U", "READER, D, U"})
    void who_may_govern(Role role, String enforced, String logOnly) {
        Actor ada = Actor.of("ada", role);
        assertThat(letter(new AccessPolicy(AccessMode.ENFORCED).decideOnEverybody(ada)))
                .isEqualTo(enforced);
        assertThat(letter(new AccessPolicy(AccessMode.LOG_ONLY).decideOnEverybody(ada)))
                .isEqualTo(logOnly);
        assertThat(letter(new AccessPolicy(AccessMode.DISABLED).decideOnEverybody(ada)))
                .isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource({"USER, ALLOW", "SERVICE, ALLOW", "ADMINISTRATOR, ALLOW", "EDITOR, HIDE", "READER, HIDE"})
    void who_may_create(Role role, Decision decision) {
        AccessPolicy policy = new AccessPolicy(AccessMode.ENFORCED);
        assertThat(policy.decideOnAbsent(Actor.of("ada", role), Action.CREATE)).isEqualTo(decision);
    }

    @Test
    void nobody_owns_what_has_no_owner() {
        AccessPolicy policy = new AccessPolicy(AccessMode.ENFORCED);
        assertThat(policy.decide(Actor.named("ada"), Action.READ, null, null)).isEqualTo(Decision.HIDE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "USER", "", "root"})
    void an_unknown_role_is_refused(String name) {
        assertThatThrownBy(() -> Role.parse(name)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Grant.parse(name)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "ada@example.org", "CN=Ada, O=Dossier", "auth0|5f", "x"})
    void a_name(String name) {
        assertThat(Actor.checkedName("actor", name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " ada", "ada ", "a\nb", "ä", "a\u0000"})
    void not_a_name(String name) {
        assertThatThrownBy(() -> Actor.checkedName("actor", name)).isInstanceOf(InvalidValueException.class);
        assertThat(Actor.isName("a".repeat(256))).isFalse();
        assertThat(Actor.isName("a".repeat(255))).isTrue();
    }
}
