package dev.dossier.audit;

import java.time.Instant;

/**
 * The newest entry of a node's chain. Whoever keeps it elsewhere can prove later that nothing up to there was changed or cut off.
 *
 * @param node whose chain
 * @param sequence the entry's number, from 1
 * @param hash its SHA-256, 64 hexadecimal digits
 * @param at when the entry was written; the entry may be removed when it is older than the log is kept
 */
public record AuditHead(String node, long sequence, String hash, Instant at) {}
