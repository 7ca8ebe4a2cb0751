package dev.dossier.server.http;

import dev.dossier.errors.MalformedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.RequestContext;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;

/** A {@code multipart/form-data} body, part after part as it comes; no part is held in memory or on disk here. */
public final class MultipartBody {
    private static final int PART_HEADERS_LIMIT_BYTES = 16 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int PARTS_LIMIT = 10_000;

    /** One part of the body. Its content is good until the next part is asked for. */
    public interface Part {
        /** The name of the field. */
        String field();

        /** The name of the file, as its sender meant it; null where there is none. */
        @Nullable
        String fileName();

        /** The bytes of the part. It is not to be closed: that would read on. */
        InputStream content();
    }

    /** Takes a part. */
    @FunctionalInterface
    public interface Taker {
        /** Takes it. */
        void take(Part part) throws IOException;
    }

    private final RequestBody body;
    private final String contentType;

    /** The parts of that body. */
    public MultipartBody(RequestBody body, String contentType) {
        this.body = body;
        this.contentType = contentType;
    }

    /** Whether a body of that type has parts. */
    public static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.regionMatches(true, 0, "multipart/form-data", 0, 19);
    }

    /**
     * Hands out each part in turn.
     *
     * @throws MalformedException when the body is not what its type says
     */
    public void forEach(Taker taker) throws IOException {
        try {
            FileItemInputIterator parts = parser().getItemIterator(source());
            int count = 0;
            while (parts.hasNext()) {
                if (++count > PARTS_LIMIT) {
                    throw new MalformedException("The form has more than " + PARTS_LIMIT + " parts.");
                }
                taker.take(part(parts.next()));
            }
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private static AbstractFileUpload<?, ?, ?> parser() {
        AbstractFileUpload<?, ?, ?> parser = new JakartaServletFileUpload<>();
        parser.setHeaderCharset(StandardCharsets.UTF_8);
        parser.setMaxPartHeaderSize(PART_HEADERS_LIMIT_BYTES);
        return parser;
    }

    private Part part(FileItemInput item) throws IOException {
        InputStream content = new PartContent(item.getInputStream());
        return new Part() {
            @Override
            public String field() {
                return item.getFieldName();
            }

            @Override
            public @Nullable String fileName() {
                return MultipartBody.fileName(item);
            }

            @Override
            public InputStream content() {
                return content;
            }
        };
    }

    private static @Nullable String fileName(FileItemInput item) {
        String disposition = item.getHeaders().getHeader(AbstractFileUpload.CONTENT_DISPOSITION);
        return disposition == null ? null : PartDisposition.fileName(disposition);
    }

    private RequestContext source() {
        return new RequestContext() {
            @Override
            public String getCharacterEncoding() {
                return "UTF-8";
            }

            @Override
            public long getContentLength() {
                return -1;
            }

            @Override
            public String getContentType() {
                return contentType;
            }

            @Override
            public InputStream getInputStream() {
                return new BufferedInputStream(body, BUFFER_BYTES); // the parser reads in small steps
            }

            @Override
            public boolean isMultipartRelated() {
                return false;
            }
        };
    }

    private static MalformedException malformed(IOException e) {
        return new MalformedException("The body is not the multipart form that its Content-Type announces.", e);
    }

    /** The bytes of one part; the parser's complaints about the form leave it as what they are. */
    private static final class PartContent extends InputStream {
        private final InputStream in;

        PartContent(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw malformed(e);
            }
        }

        /** Does nothing. */
        @Override
        public void close() {}
    }
}
