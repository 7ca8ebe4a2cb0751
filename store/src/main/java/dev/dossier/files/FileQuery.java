package dev.dossier.files;

import dev.dossier.errors.InvalidValueException;
import dev.dossier.sessions.PageLimit;
import dev.dossier.sessions.SessionId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which files to list, in which order, and how many at a time.
 *
 * @param session the conversation; null for all that the actor may see
 * @param nameContains text that the name must contain, in any case of its ASCII letters; null for any name
 * @param includeDeleted whether deleted files that can still be restored are listed too
 * @param sort what the list is ordered by; ties by identifier
 * @param order the direction
 * @param limit the most files of a page, 1 to 1000
 * @param cursor where the previous page ended; null for the first page
 */
public record FileQuery(
        @Nullable SessionId session,
        @Nullable String nameContains,
        boolean includeDeleted,
        Sort sort,
        Order order,
        int limit,
        @Nullable String cursor) {

    /** What a list is ordered by. */
    public enum Sort {
        /** The name, byte by byte. */
        NAME,
        /** The time of the upload. */
        DATE,
        /** The length of the content. */
        SIZE,
        /** The content type. */
        TYPE;

        /**
         * The key of that name.
         *
         * @throws InvalidValueException for another name than name, date, size or type
         */
        public static Sort parse(String name) {
            for (Sort sort : values()) {
                if (sort.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return sort;
                }
            }
            throw new InvalidValueException("sort", "Unknown sort key. Use name, date, size or type.");
        }
    }

    /** The direction of a list. */
    public enum Order {
        /** Smallest, oldest, A first. */
        ASC,
        /** Largest, newest, Z first. */
        DESC;

        /**
         * The direction of that name.
         *
         * @throws InvalidValueException for another name than asc or desc
         */
        public static Order parse(String name) {
            return switch (name) {
                case "asc" -> ASC;
                case "desc" -> DESC;
                default -> throw new InvalidValueException("order", "Unknown order. Use asc or desc.");
            };
        }
    }

    /** @throws InvalidValueException when the limit is out of range */
    public FileQuery {
        PageLimit.check(limit);
    }

    /** The first page of all active files that the actor may see, newest first. */
    public static FileQuery all() {
        return new FileQuery(null, null, false, Sort.DATE, Order.DESC, PageLimit.DEFAULT, null);
    }

    /** The first page of a conversation's active files, newest first. */
    public static FileQuery in(SessionId session) {
        return new FileQuery(session, null, false, Sort.DATE, Order.DESC, PageLimit.DEFAULT, null);
    }

    /** The same with deleted files. */
    public FileQuery withDeleted() {
        return new FileQuery(session, nameContains, true, sort, order, limit, cursor);
    }

    /** The same for names that contain the text. */
    public FileQuery containing(@Nullable String text) {
        return new FileQuery(session, text, includeDeleted, sort, order, limit, cursor);
    }

    /** The same in another order. */
    public FileQuery sorted(Sort key, Order direction) {
        return new FileQuery(session, nameContains, includeDeleted, key, direction, limit, cursor);
    }

    /** The page of that size after the cursor; null for the first page. */
    public FileQuery page(int size, @Nullable String after) {
        return new FileQuery(session, nameContains, includeDeleted, sort, order, size, after);
    }
}
