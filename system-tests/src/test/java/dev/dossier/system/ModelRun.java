package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.access.Action;
import dev.dossier.access.Grant;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.AssociationType;
import dev.dossier.files.ConversationFileManager;
import dev.dossier.files.FileEdit;
import dev.dossier.files.FileId;
import dev.dossier.files.FileName;
import dev.dossier.files.FilesAtEnd;
import dev.dossier.files.NewFile;
import dev.dossier.files.StoredFile;
import dev.dossier.files.Transfer;
import dev.dossier.retention.HoldSubject;
import dev.dossier.sessions.SessionId;
import dev.dossier.system.ModelWorld.ModelFile;
import dev.dossier.system.ModelWorld.ModelSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps taken in the model and in the store alike; each must end alike, and both must look alike after each. */
final class ModelRun implements AutoCloseable {
    private static final List<String> PEOPLE = List.of("ada", "bob", "eve");
    private static final int SESSIONS = 5;
    private static final int CONTENTS = 6;
    private static final int BYTES_EVERY = 25;

    private final ModelWorld world = new ModelWorld();
    private final ModelStore store;
    private final List<Dossier> abandoned = new ArrayList<>();
    private final ModelAttempts attempts = new ModelAttempts();
    private final ModelSessionSteps sessions;

    ModelRun(Path data) {
        this.store = new ModelStore(data, world);
        this.sessions = new ModelSessionSteps(world, store, attempts);
    }

    /** How many attempts were done, and how many refused, by the kind of refusal. */
    Map<String, Integer> outcomes() {
        return attempts.outcomes();
    }

    /** Takes all steps. */
    void run(List<ModelStep> steps) {
        for (int i = 0; i < steps.size(); i++) {
            try {
                take(steps.get(i));
                store.compare(PEOPLE.get(i % PEOPLE.size()));
                if (i % BYTES_EVERY == 0 || i == steps.size() - 1) {
                    store.compareBytes();
                }
            } catch (RuntimeException | AssertionError | IOException | InterruptedException e) {
                throw new AssertionError("step " + i + ": " + steps.get(i), e);
            }
        }
        store.leftoversGo();
    }

    private void take(ModelStep step) throws IOException, InterruptedException {
        String name = session(step.what());
        String other = session(step.what() + 1 + step.with() % (SESSIONS - 1));
        String actor = actor(step, world.sessions.get(name));
        String person = PEOPLE.get(step.with() % PEOPLE.size());
        switch (step.action()) {
            case ADD -> add(actor, name, step.with());
            case HOLD -> hold(step);
            case RELEASE -> release(step.what());
            case ERASE -> erase(PEOPLE.get(step.actor() % PEOPLE.size()), step.what());
            case SHARE -> sessions.share(actor, name, person, step.with() % 2 == 0 ? Grant.READER : Grant.EDITOR);
            case UNSHARE -> sessions.unshare(actor, name, person);
            case END_SESSION -> sessions.end(actor, name, one(FilesAtEnd.values(), step.with()), other);
            case TRANSFER -> sessions.transfer(actor, name, other, one(Transfer.values(), step.with()));
            case DELETE_ALL -> sessions.deleteAll(actor, name, step.with() % 2 == 0);
            case CLEAN_UP -> sessions.cleanUp(actor, name);
            case SET_RETENTION -> sessions.setRetention(actor, name, step.with());
            case PASS_TIME -> world.now = world.now.plus(Duration.ofHours(1 + step.with() % 400L));
            case HOUSEKEEPING -> housekeeping();
            case SCRUB ->
                assertThat(store.dossier()
                                .maintenance()
                                .scrub(Duration.ofSeconds(30))
                                .damaged())
                        .isEmpty();
            case RESTART -> store.restart();
            case CRASH -> abandoned.add(store.crash(step.with()));
            default -> withFile(step);
        }
    }

    private static <T> T one(T[] of, int number) {
        return of[number % of.length];
    }

    /** Mostly who may, or there would be little to compare. */
    private static String actor(ModelStep step, @Nullable ModelSession session) {
        return session != null && step.actor() % 4 > 0 ? session.owner : PEOPLE.get(step.actor() % PEOPLE.size());
    }

    private static String session(int number) {
        return "s-" + number % SESSIONS;
    }

    private void add(String actor, String session, int with) throws IOException {
        int content = with % CONTENTS;
        AssociationType kind = one(AssociationType.values(), with / CONTENTS);
        StoredFile[] added = new StoredFile[1];
        if (attempts.attempt(
                world.refusal(actor, session, Action.CREATE),
                () -> added[0] = store.files(actor)
                        .add(
                                SessionId.of(session),
                                NewFile.named("n-" + with % 7).as(kind),
                                new ByteArrayInputStream(ModelStore.content(content))))) {
            world.added(actor, session);
            ModelFile file = new ModelFile(added[0], actor, world.now, kind, content);
            world.files.put(file.id, file);
        }
    }

    private void withFile(ModelStep step) throws IOException {
        List<ModelFile> all = List.copyOf(world.files.values());
        if (all.isEmpty()) {
            return;
        }
        ModelFile file = all.get(step.what() % all.size());
        String actor = actor(step, world.sessionOf(file));
        ConversationFileManager files = store.files(actor);
        FileId id = FileId.of(file.id);
        switch (step.action()) {
            case READ -> {
                byte[][] content = new byte[1][];
                if (attempts.attempt(
                        refusalOfActive(actor, file, Action.READ), () -> content[0] = store.read(files, file.id))) {
                    assertThat(content[0]).isEqualTo(ModelStore.content(file.content));
                }
            }
            case DELETE -> {
                if (attempts.attempt(refusalToChange(actor, file, Action.WRITE), () -> files.delete(id))) {
                    file.purgeAt = world.now.plus(ModelWorld.RETENTION);
                }
            }
            case RESTORE -> {
                Class<? extends DossierException> refusal = refusalOfVisible(actor, file, Action.WRITE);
                if (refusal == null && !file.isDeleted()) {
                    refusal = ConflictException.class;
                }
                if (attempts.attempt(refusal, () -> files.restore(id))) {
                    file.purgeAt = null;
                    world.sessionOf(file).ended = false;
                }
            }
            case PURGE -> {
                Class<? extends DossierException> refusal = refusalOfVisible(actor, file, Action.MANAGE);
                if (attempts.attempt(orHeld(refusal, file), () -> files.purge(id))) {
                    world.files.remove(file.id);
                }
            }
            case RENAME -> {
                String name = "r-" + step.with() % 7;
                if (attempts.attempt(
                        refusalToChange(actor, file, Action.WRITE), () -> files.rename(id, FileName.of(name)))) {
                    file.name = name;
                }
            }
            case NOTE -> note(actor, file, "k-" + step.with() % 3, step.with() % 4 == 0 ? null : "v-" + step.with());
            case REPLACE -> {
                int content = step.with() % CONTENTS;
                if (attempts.attempt(
                        refusalToChange(actor, file, Action.WRITE),
                        () -> files.updateContent(id, new ByteArrayInputStream(ModelStore.content(content))))) {
                    file.content = content;
                }
            }
            case COPY -> copy(actor, file, session(step.with()));
            case MOVE -> move(actor, file, session(step.with()));
            default -> throw new IllegalStateException(step.toString());
        }
    }

    private @Nullable Class<? extends DossierException> refusalOfVisible(String actor, ModelFile file, Action action) {
        return world.isVisible(file) ? world.refusal(actor, file.session, action) : NotFoundException.class;
    }

    private @Nullable Class<? extends DossierException> refusalOfActive(String actor, ModelFile file, Action action) {
        Class<? extends DossierException> refusal = refusalOfVisible(actor, file, action);
        return refusal == null && file.isDeleted() ? NotFoundException.class : refusal;
    }

    private @Nullable Class<? extends DossierException> refusalToChange(String actor, ModelFile file, Action action) {
        return orHeld(refusalOfActive(actor, file, action), file);
    }

    private @Nullable Class<? extends DossierException> orHeld(
            @Nullable Class<? extends DossierException> refusal, ModelFile file) {
        return refusal == null && world.isHeld(file) ? LegalHoldException.class : refusal;
    }

    private void note(String actor, ModelFile file, String key, @Nullable String value) throws IOException {
        Map<String, @Nullable String> notes = new HashMap<>();
        notes.put(key, value);
        if (attempts.attempt(
                refusalToChange(actor, file, Action.WRITE),
                () -> store.files(actor).edit(FileId.of(file.id), new FileEdit(null, notes)))) {
            if (value == null) {
                file.notes.remove(key);
            } else {
                file.notes.put(key, value);
            }
        }
    }

    private void copy(String actor, ModelFile file, String to) throws IOException {
        Class<? extends DossierException> refusal = refusalOfActive(actor, file, Action.READ);
        if (refusal == null) {
            refusal = world.refusal(actor, to, Action.CREATE);
        }
        StoredFile[] copied = new StoredFile[1];
        if (attempts.attempt(
                refusal,
                () -> copied[0] = store.files(actor).copy(FileId.of(file.id), SessionId.of(to), FileName.of("c")))) {
            sessions.copied(actor, file, copied[0]);
        }
    }

    private void move(String actor, ModelFile file, String to) throws IOException {
        Class<? extends DossierException> refusal = refusalToChange(actor, file, Action.MANAGE);
        if (refusal == null) {
            refusal = world.refusal(actor, to, Action.CREATE);
        }
        if (refusal == null && world.wouldEndIn(file, to)) {
            refusal = ConflictException.class;
        }
        if (attempts.attempt(refusal, () -> store.files(actor).move(FileId.of(file.id), SessionId.of(to)))) {
            world.added(actor, to);
            file.session = to;
        }
    }

    private void hold(ModelStep step) {
        List<ModelFile> all =
                world.files.values().stream().filter(world::isVisible).toList();
        HoldSubject subject = HoldSubject.person(PEOPLE.get(step.what() % PEOPLE.size()));
        if (step.with() % 3 == 0 && !all.isEmpty()) {
            subject = HoldSubject.file(all.get(step.what() % all.size()).id);
        } else if (step.with() % 3 == 1 && world.sessions.containsKey(session(step.what()))) {
            subject = HoldSubject.session(session(step.what()));
        }
        String id = store.dossier()
                .retention()
                .as(ModelStore.ROOT)
                .hold(subject, "model")
                .id();
        world.holds.put(id, subject.toString());
    }

    private void release(int which) {
        List<String> ids = List.copyOf(world.holds.keySet());
        if (!ids.isEmpty()) {
            String id = ids.get(which % ids.size());
            store.dossier().retention().as(ModelStore.ROOT).release(id);
            world.holds.remove(id);
        }
    }

    /** One in four, or nobody would ever have much. */
    private void erase(String person, int chance) throws IOException {
        if (chance % 4 == 0) {
            boolean held = world.holds.containsValue("person " + person);
            long[] erased = new long[1];
            if (attempts.attempt(
                    held ? LegalHoldException.class : null,
                    () -> erased[0] = store.dossier()
                            .erasures()
                            .as(ModelStore.ROOT)
                            .erase(person)
                            .files())) {
                assertThat(erased[0]).isEqualTo(world.erase(person));
            }
        }
    }

    private void housekeeping() {
        store.dossier().maintenance().purgeDue();
        store.dossier().maintenance().forgetOld();
        store.dossier().maintenance().sweep();
        world.housekeeping();
    }

    @Override
    public void close() {
        store.close();
        abandoned.forEach(Dossier::close);
    }
}
