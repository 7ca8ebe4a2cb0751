package dev.dossier.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("R12 definitions are compared by what they mean")
class SqlTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "CREATE  TABLE IF NOT EXISTS \"t\" ( a INT ) ;     | create table T(`a` int)",
                "SELECT 1 -- one                                  | select/* two */1",
                "SELECT [a] /* never closed                       | select a",
                "CHECK (a  IN ('X','Y'))                          | check(A in ('X' , 'Y'))",
                "a 'it''s'                                        | A'it''s'",
            })
    void same(String one, String other) {
        assertThat(SqlText.normalize(one)).isEqualTo(SqlText.normalize(other));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "SELECT 'a'      | SELECT 'A'",
                "SELECT ab       | SELECT a b",
                "SELECT \"a b\"  | SELECT a b",
                "SELECT \"a\"\"b\" | SELECT \"a\"",
                "SELECT 'a       | SELECT a",
                "SELECT \"       | SELECT",
            })
    void different(String one, String other) {
        assertThat(SqlText.normalize(one)).isNotEqualTo(SqlText.normalize(other));
    }

    @Test
    void checks() {
        String table = SqlText.normalize(
                "CREATE TABLE t (a CHECK (a IN (1, (2))), b DEFAULT 'check(' CHECK (b <> ')'), \"check( x\" TEXT)");

        assertThat(SqlChecks.in(table)).containsExactlyInAnyOrder("check(a in(1,(2)))", "check(b<>')')");
        assertThat(SqlChecks.in("check(broken")).containsExactly("check(broken");
    }
}
