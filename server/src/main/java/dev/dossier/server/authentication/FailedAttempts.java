package dev.dossier.server.authentication;

import dev.dossier.audit.Refusals;
import dev.dossier.server.http.Exchange;
import dev.dossier.server.http.Problem;
import dev.dossier.server.http.RequestException;
import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Attempts to get in that failed. Each leaves an entry in the log; an address that fails too often is told to wait, and leaves
 * one entry a minute. Good credentials are never told to wait, so nobody can lock out others who share an address.
 */
public final class FailedAttempts {
    private final Refusals refusals;
    private final TokenBuckets buckets;

    FailedAttempts(Refusals refusals, int perMinute, LongSupplier nanos) {
        this.refusals = refusals;
        this.buckets = new TokenBuckets(new RateLimit(perMinute / 60.0, perMinute), nanos);
    }

    /**
     * Notes one, and answers with the problem.
     *
     * @param facts why it failed, for the log; never a secret
     * @param otherwise what to answer unless the address has to wait
     */
    public RequestException noted(Context ctx, Map<String, String> facts, Problem otherwise) {
        Map<String, String> details = new LinkedHashMap<>(facts);
        details.put("request", ctx.req().getMethod() + " " + Exchange.of(ctx).route());
        String address = ctx.req().getRemoteAddr();
        if (buckets.take(network(address)) instanceof TokenBuckets.Answer.Empty empty) {
            if (empty.worthNotice()) {
                details.put("limit", "failed attempts");
                refusals.add(null, address, details);
            }
            return new RequestException(RateLimits.problem(
                    empty.pause(), "Too many failed attempts from this address. Wait, and check the credentials."));
        }
        refusals.add(null, address, details);
        return new RequestException(otherwise);
    }

    /** The address, or the network of one subscriber: with version 6 that is 64 bits. */
    static String network(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), 8))
                    : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
