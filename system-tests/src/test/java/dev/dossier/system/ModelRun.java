package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.Dossier;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.AssociationType;
import dev.dossier.files.FileId;
import dev.dossier.files.FileName;
import dev.dossier.files.FilesAtEnd;
import dev.dossier.files.NewFile;
import dev.dossier.files.SessionRetention;
import dev.dossier.files.StoredFile;
import dev.dossier.retention.HoldSubject;
import dev.dossier.sessions.SessionId;
import dev.dossier.system.ModelWorld.ModelFile;
import dev.dossier.system.ModelWorld.ModelSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private final Map<String, Integer> outcomes = new TreeMap<>();

    ModelRun(Path data) {
        this.store = new ModelStore(data, world);
    }

    /** Something that the store does and that may be refused. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException;
    }

    /** How many attempts were done, and how many refused, by the kind of refusal. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    /** Takes all steps. */
    void run(List<ModelStep> steps) {
        for (int i = 0; i < steps.size(); i++) {
            try {
                take(steps.get(i));
                store.compare();
                if (i % BYTES_EVERY == 0 || i == steps.size() - 1) {
                    store.compareBytes();
                }
            } catch (RuntimeException | AssertionError | IOException | InterruptedException e) {
                throw new AssertionError("step " + i + ": " + steps.get(i), e);
            }
        }
    }

    private void take(ModelStep step) throws IOException, InterruptedException {
        String actor = actor(step, world.sessions.get(session(step.what())));
        switch (step.action()) {
            case ADD -> add(actor, session(step.what()), step.with());
            case HOLD -> hold(step);
            case RELEASE -> release(step.what());
            case ERASE -> erase(PEOPLE.get(step.actor() % PEOPLE.size()), step.what());
            case END_SESSION -> end(actor, session(step.what()), step.with() % 2 == 0);
            case SET_RETENTION -> setRetention(actor, session(step.what()), step.with() % 4);
            case PASS_TIME -> world.now = world.now.plus(Duration.ofHours(1 + step.with() % 400L));
            case HOUSEKEEPING -> housekeeping();
            case SCRUB ->
                assertThat(store.dossier()
                                .maintenance()
                                .scrub(Duration.ofSeconds(30))
                                .damaged())
                        .isEmpty();
            case RESTART -> store.restart();
            case CRASH -> abandoned.add(store.crash());
            default -> withFile(step);
        }
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
        Optional<ModelSession> to = world.toAddTo(actor, session);
        StoredFile[] added = new StoredFile[1];
        attempt(
                to.isEmpty() ? NotFoundException.class : null,
                () -> added[0] = store.files(actor)
                        .add(
                                SessionId.of(session),
                                NewFile.named("n-" + with % 7),
                                new ByteArrayInputStream(ModelStore.content(content))));
        if (to.isPresent()) {
            note(added[0], actor, content);
        }
    }

    private void note(StoredFile file, String uploader, int content) {
        world.files.put(
                file.id().value(),
                new ModelFile(
                        file.id().value(),
                        uploader,
                        world.now,
                        file.session().value(),
                        file.name().value(),
                        content));
    }

    private void withFile(ModelStep step) throws IOException {
        List<ModelFile> all = List.copyOf(world.files.values());
        if (all.isEmpty()) {
            return;
        }
        ModelFile file = all.get(step.what() % all.size());
        String actor = actor(step, world.sessionOf(file));
        FileId id = FileId.of(file.id);
        boolean mine = world.sessionOf(file).owner.equals(actor);
        boolean visible = mine && world.isVisible(file);
        boolean active = mine && world.isActive(file);
        boolean held = world.isHeld(file);
        switch (step.action()) {
            case DELETE -> {
                if (attempt(refusal(active, held), () -> store.files(actor).delete(id))) {
                    file.purgeAt = world.now.plus(ModelWorld.RETENTION);
                }
            }
            case RESTORE -> {
                Class<? extends DossierException> refusal =
                        visible && !file.isDeleted() ? ConflictException.class : refusal(visible, false);
                if (attempt(refusal, () -> store.files(actor).restore(id))) {
                    file.purgeAt = null;
                    world.sessionOf(file).ended = false;
                }
            }
            case PURGE -> {
                if (attempt(refusal(visible, held), () -> store.files(actor).purge(id))) {
                    world.files.remove(file.id);
                }
            }
            case RENAME -> {
                String name = "r-" + step.with() % 7;
                if (attempt(refusal(active, held), () -> store.files(actor).rename(id, FileName.of(name)))) {
                    file.name = name;
                }
            }
            case REPLACE -> {
                int content = step.with() % CONTENTS;
                if (attempt(
                        refusal(active, held),
                        () -> store.files(actor)
                                .updateContent(id, new ByteArrayInputStream(ModelStore.content(content))))) {
                    file.content = content;
                }
            }
            case COPY -> copy(actor, file, active, session(step.with()));
            case MOVE -> move(actor, file, active, held, session(step.with()));
            default -> throw new IllegalStateException(step.toString());
        }
    }

    private void copy(String actor, ModelFile file, boolean active, String to) throws IOException {
        Optional<ModelSession> target = active ? world.toAddTo(actor, to) : Optional.empty();
        StoredFile[] copied = new StoredFile[1];
        if (attempt(
                refusal(active && target.isPresent(), false),
                () -> copied[0] = store.files(actor).copy(FileId.of(file.id), SessionId.of(to), FileName.of("c")))) {
            note(copied[0], actor, file.content);
        }
    }

    private void move(String actor, ModelFile file, boolean active, boolean held, String to) throws IOException {
        ModelSession there = world.sessions.get(to);
        boolean gone = active
                && !held
                && there != null
                && there.owner.equals(actor)
                && !file.session.equals(to)
                && world.wouldEndIn(file, to);
        Optional<ModelSession> target = active && !held && !gone ? world.toAddTo(actor, to) : Optional.empty();
        Class<? extends DossierException> refusal = gone
                ? ConflictException.class
                : active && held ? LegalHoldException.class : refusal(active && target.isPresent(), false);
        if (attempt(refusal, () -> store.files(actor).move(FileId.of(file.id), SessionId.of(to)))) {
            file.session = to;
        }
    }

    private static @Nullable Class<? extends DossierException> refusal(boolean there, boolean held) {
        return !there ? NotFoundException.class : held ? LegalHoldException.class : null;
    }

    private void end(String actor, String name, boolean delete) throws IOException {
        ModelSession session = world.sessions.get(name);
        boolean mine = session != null && session.owner.equals(actor);
        boolean held = delete && world.active(name).stream().anyMatch(world::isHeld);
        FilesAtEnd files = delete ? FilesAtEnd.DELETE : FilesAtEnd.KEEP;
        if (attempt(refusal(mine, held), () -> store.files(actor).endSession(SessionId.of(name), files, null))
                && session != null) {
            if (delete) {
                world.active(name).forEach(file -> file.purgeAt = world.now.plus(ModelWorld.RETENTION));
            }
            session.ended = true;
        }
    }

    private void setRetention(String actor, String name, int weeks) throws IOException {
        ModelSession session = world.sessions.get(name);
        boolean mine = session != null && session.owner.equals(actor);
        SessionRetention rules = weeks == 0
                ? SessionRetention.USUAL
                : SessionRetention.USUAL.with(AssociationType.UPLOAD, Duration.ofDays(7L * weeks));
        if (attempt(refusal(mine, false), () -> store.files(actor).retention().set(SessionId.of(name), rules))
                && session != null) {
            session.keep = weeks == 0 ? null : Duration.ofDays(7L * weeks);
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
            if (attempt(
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

    /** Answers whether it was done; it must be refused exactly as the model says. */
    private boolean attempt(@Nullable Class<? extends DossierException> refusal, Attempt attempt) throws IOException {
        outcomes.merge(refusal == null ? "done" : refusal.getSimpleName(), 1, Integer::sum);
        try {
            attempt.run();
        } catch (DossierException e) {
            assertThat(e.getClass()).as(e.getMessage()).isEqualTo(refusal);
            return false;
        }
        assertThat(refusal).as("it should have been refused").isNull();
        return true;
    }

    @Override
    public void close() {
        store.close();
        abandoned.forEach(Dossier::close);
    }
}
