package dev.dossier.system.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What docs/concurrent-initialisation.md shows is what the tests of this package run. A part of a file stands between {@code
 * // [name]} and {@code // [/]}, and on the page in a block below {@code <!-- name -->}. With {@code -Dpage=write} the blocks
 * are written anew.
 */
class PatternsPageTest {
    private static final Path PAGE = Path.of("../docs/concurrent-initialisation.md");
    private static final Path SOURCES = Path.of("src/test/java/dev/dossier/system/patterns");
    private static final Pattern PART = Pattern.compile("(?ms)^ *// \\[([\\w-]+)\\]\n(.*?)^ *// \\[/\\]$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^<!-- ([\\w-]+) -->\n```java\n(.*?)^```$");

    @Test
    void the_page_shows_every_part_as_it_is_run() throws IOException {
        Map<String, String> parts = parts();
        String page = Files.readString(PAGE);
        if ("write".equals(System.getProperty("page"))) {
            page = BLOCK.matcher(page)
                    .replaceAll(block -> Matcher.quoteReplacement("<!-- " + block.group(1) + " -->\n```java\n"
                            + parts.getOrDefault(block.group(1), "") + "```"));
            Files.writeString(PAGE, page);
        }
        Map<String, String> shown = new TreeMap<>();
        BLOCK.matcher(page).results().forEach(block -> shown.put(block.group(1), block.group(2)));
        assertThat(shown).isEqualTo(parts);
        assertThat(page.lines().filter(line -> line.startsWith("```java"))).hasSize(parts.size());
    }

    private static Map<String, String> parts() throws IOException {
        Map<String, String> parts = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.toList()) {
                for (MatchResult part :
                        PART.matcher(Files.readString(file)).results().toList()) {
                    assertThat(parts.put(
                                    part.group(1), part.group(2).stripTrailing().stripIndent() + "\n"))
                            .as("one part is called " + part.group(1))
                            .isNull();
                }
            }
        }
        return parts;
    }
}
