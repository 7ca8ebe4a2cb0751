package dev.dossier;

import dev.dossier.access.AccessPolicy;
import dev.dossier.access.Actor;
import dev.dossier.audit.AccessLog;
import dev.dossier.audit.Refusals;
import dev.dossier.blobs.BlobIntake;
import dev.dossier.blobs.BlobStore;
import dev.dossier.blobs.Blobs;
import dev.dossier.blobs.Disposal;
import dev.dossier.blobs.Scrubber;
import dev.dossier.blobs.Staging;
import dev.dossier.blobs.Sweeper;
import dev.dossier.database.Database;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.Erasures;
import dev.dossier.files.RetentionWorker;
import dev.dossier.identities.ApiKeys;
import dev.dossier.quotas.Quotas;
import dev.dossier.reference.ReferenceContent;
import dev.dossier.scanning.HeldFiles;
import dev.dossier.scanning.VirusScan;
import dev.dossier.sessions.ActorTransactions;
import dev.dossier.sessions.OwnerNaming;
import dev.dossier.sessions.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What there is once the database is initialised: the parts of a store, put together. */
record OpenedStore(
        Database database,
        ConversationFileManager files,
        Erasures erasures,
        Sessions sessions,
        ApiKeys keys,
        Refusals refusals,
        HeldFiles heldFiles,
        Maintenance maintenance,
        HealthCheck health,
        boolean readOnly) {

    /**
     * Puts the parts together and makes the place for bytes ready.
     *
     * @param roots where bytes of the reference system are looked for
     */
    static OpenedStore over(
            Database database,
            BlobStore store,
            Staging staging,
            DossierConfig config,
            InstantSource clock,
            List<Path> roots,
            boolean readOnly)
            throws IOException {
        Blobs blobs = Blobs.in(
                store, staging, database, clock, config.upkeep().scanner().isPresent());
        ReferenceContent reference = new ReferenceContent(
                database, staging, new BlobIntake(database, store, blobs.catalog(), clock, false), roots);
        if (!readOnly) {
            store.prepare();
            staging.prepare();
            reference.takeOver();
        }
        AccessPolicy policy = new AccessPolicy(config.accessMode());
        AccessLog log = new AccessLog(config.node());
        ActorTransactions local = new ActorTransactions(database, policy, log, clock, Actor.LOCAL);
        Disposal disposal = new Disposal(database, blobs, reference::remove);
        Quotas quotas = new Quotas(database, config.upkeep().limits(), config.dataDirectory());
        ConversationFileManager files = ConversationFileManager.over(
                local, blobs, config.upkeep().keep(), quotas, config.grace().deletedFiles());
        Erasures erasures = files.erasures(database, disposal, log);
        return new OpenedStore(
                database,
                files,
                erasures,
                new Sessions(local),
                new ApiKeys(database, log, clock),
                new Refusals(database, log, clock),
                new HeldFiles(database, log, clock),
                new Maintenance(
                        erasures,
                        new RetentionWorker(
                                database, blobs, log, clock, config.grace().accessLog()),
                        new Sweeper(
                                database, blobs, disposal, clock, config.grace().orphans()),
                        new Scrubber(database, store, clock, config.upkeep().scrub()),
                        new VirusScan(
                                database,
                                blobs,
                                log,
                                clock,
                                config.upkeep().scanner().orElse(null)),
                        new OwnerNaming(database, log, clock)),
                new HealthCheck(database),
                readOnly);
    }
}
