package dev.dossier.blobs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The program of a process that receives a file which never ends. Its argument is the directory. */
final class ReceivingNode {
    private ReceivingNode() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        try (Staging staging = new Staging(directory.resolve("tmp"), directory.resolve("locks"), Long.MAX_VALUE)) {
            staging.prepare();
            staging.receive(new FilterInputStream(InputStream.nullInputStream()) {
                        @Override
                        public int read(byte[] bytes, int offset, int length) throws IOException {
                            System.out.println("receiving");
                            try {
                                Thread.sleep(Long.MAX_VALUE);
                            } catch (InterruptedException e) {
                                throw new IOException(e);
                            }
                            return -1;
                        }
                    })
                    .close();
        }
    }
}
