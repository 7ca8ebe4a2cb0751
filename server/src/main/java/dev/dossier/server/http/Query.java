package dev.dossier.server.http;

import dev.dossier.errors.MalformedException;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** The parameters of a query. Names that nobody knows are nobody's concern; values that cannot be read are refused. */
public final class Query {
    private Query() {}

    /** The text of that name; null where there is none. */
    public static @Nullable String text(Context ctx, String name) {
        return ctx.queryParam(name);
    }

    /** The text of that name, or the other one where there is none. */
    public static String text(Context ctx, String name, String otherwise) {
        String value = ctx.queryParam(name);
        return value == null ? otherwise : value;
    }

    /**
     * Whether the flag of that name is set; not where there is none.
     *
     * @throws MalformedException when it is neither true nor false
     */
    public static boolean flag(Context ctx, String name) {
        return switch (text(ctx, name, "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MalformedException("The parameter " + name + " must be true or false.");
        };
    }

    /**
     * The number of that name, or the other one where there is none.
     *
     * @throws MalformedException when it is not a whole number
     */
    public static int number(Context ctx, String name, int otherwise) {
        String value = ctx.queryParam(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new MalformedException("The parameter " + name + " must be a whole number.", e);
        }
    }
}
