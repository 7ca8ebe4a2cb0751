package dev.dossier.server.authentication;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Rate limits in the memory of this process: everybody has a bucket that holds as many tokens as the burst, is filled at the
 * rate, and gives one token for each request. Thread-safe; a limited number of buckets is kept, and a full bucket is worth
 * nothing.
 */
final class TokenBuckets {
    private static final int MOST_BUCKETS = 10_000;
    private static final long NOTICE_NANOS = Duration.ofMinutes(1).toNanos();

    private final RateLimit limit;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** What a bucket answers. */
    sealed interface Answer {
        /** There was a token. */
        record Taken() implements Answer {}

        /**
         * There was none.
         *
         * @param pause until there is one
         * @param worthNotice whether nobody was told of this bucket in the last minute
         */
        record Empty(Duration pause, boolean worthNotice) implements Answer {}
    }

    private static final class Bucket {
        private double tokens;
        private long filledNanos;
        private long noticedNanos;
        private boolean noticed;
    }

    TokenBuckets(RateLimit limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Takes a token from somebody's bucket. */
    Answer take(String whose) {
        if (limit.isNone()) {
            return new Answer.Taken();
        }
        if (buckets.size() >= MOST_BUCKETS) {
            forgetSome();
        }
        Bucket bucket = buckets.computeIfAbsent(whose, _ -> full());
        synchronized (bucket) {
            long now = nanos.getAsLong();
            bucket.tokens = tokens(bucket, now);
            bucket.filledNanos = now;
            if (bucket.tokens >= 1) {
                bucket.tokens--;
                return new Answer.Taken();
            }
            boolean worthNotice = !bucket.noticed || now - bucket.noticedNanos >= NOTICE_NANOS;
            if (worthNotice) {
                bucket.noticed = true;
                bucket.noticedNanos = now;
            }
            return new Answer.Empty(
                    Duration.ofNanos((long) ((1 - bucket.tokens) / limit.perSecond() * 1e9)), worthNotice);
        }
    }

    int size() {
        return buckets.size();
    }

    private Bucket full() {
        Bucket bucket = new Bucket();
        bucket.tokens = limit.burst();
        bucket.filledNanos = nanos.getAsLong();
        return bucket;
    }

    private double tokens(Bucket bucket, long now) {
        return Math.min(limit.burst(), bucket.tokens + (now - bucket.filledNanos) / 1e9 * limit.perSecond());
    }

    /** Drops the full buckets; where all are in use, any tenth of them: to forget is to be lenient, never to refuse. */
    private void forgetSome() {
        long now = nanos.getAsLong();
        buckets.values().removeIf(bucket -> {
            synchronized (bucket) {
                return tokens(bucket, now) >= limit.burst();
            }
        });
        var rest = buckets.keySet().iterator();
        while (buckets.size() >= MOST_BUCKETS - MOST_BUCKETS / 10 && rest.hasNext()) {
            rest.next();
            rest.remove();
        }
    }
}
