package dev.dossier.cli.files;

import dev.dossier.cli.terminal.Terminal;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** How far a transfer has come, shown to a person who waits for it. */
interface Progress extends AutoCloseable {
    /** Shows nothing. */
    Progress SILENT = sizeBytes -> {};

    /**
     * A bar on a terminal; silent in a pipe.
     *
     * @param wanted whether the user wants one
     * @param sizeBytes the whole; -1 where it is unknown
     */
    static Progress of(Terminal terminal, boolean wanted, String name, long sizeBytes) {
        if (!wanted || !terminal.isInteractive()) {
            return SILENT;
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(sizeBytes)
                .setUnit(" MB", 1 << 20)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .build();
        return new Progress() {
            @Override
            public void advance(long moreBytes) {
                bar.stepBy(moreBytes);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /** So many bytes more are done. */
    void advance(long moreBytes);

    /** Ends the show. */
    @Override
    default void close() {}
}
