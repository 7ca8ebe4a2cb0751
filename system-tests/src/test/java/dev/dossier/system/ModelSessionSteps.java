package dev.dossier.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dossier.access.Action;
import dev.dossier.access.Actor;
import dev.dossier.access.Grant;
import dev.dossier.errors.ConflictException;
import dev.dossier.errors.DossierException;
import dev.dossier.errors.InvalidValueException;
import dev.dossier.errors.LegalHoldException;
import dev.dossier.errors.NotFoundException;
import dev.dossier.files.AssociationType;
import dev.dossier.files.FilesAtEnd;
import dev.dossier.files.SessionRetention;
import dev.dossier.files.StoredFile;
import dev.dossier.files.Transfer;
import dev.dossier.sessions.SessionId;
import dev.dossier.system.ModelWorld.ModelFile;
import dev.dossier.system.ModelWorld.ModelSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Steps that concern a session and all of its files. */
final class ModelSessionSteps {
    private final ModelWorld world;
    private final ModelStore store;
    private final ModelAttempts attempts;

    ModelSessionSteps(ModelWorld world, ModelStore store, ModelAttempts attempts) {
        this.world = world;
        this.store = store;
        this.attempts = attempts;
    }

    private ModelSession session(String name) {
        return Objects.requireNonNull(world.sessions.get(name));
    }

    void share(String actor, String name, String person, Grant grant) throws IOException {
        Class<? extends DossierException> refusal = world.refusal(actor, name, Action.MANAGE);
        if (refusal == null && session(name).owner.equals(person)) {
            refusal = InvalidValueException.class;
        }
        if (attempts.attempt(
                refusal,
                () -> store.dossier().sessions().as(Actor.named(actor)).share(SessionId.of(name), person, grant))) {
            session(name).shares.put(person, grant);
        }
    }

    void unshare(String actor, String name, String person) throws IOException {
        Class<? extends DossierException> refusal = world.refusal(actor, name, Action.MANAGE);
        if (refusal == null && !session(name).shares.containsKey(person)) {
            refusal = NotFoundException.class;
        }
        if (attempts.attempt(
                refusal, () -> store.dossier().sessions().as(Actor.named(actor)).unshare(SessionId.of(name), person))) {
            session(name).shares.remove(person);
        }
    }

    /** How long files are kept, for none, one or two of the kinds. */
    void setRetention(String actor, String name, int with) throws IOException {
        List<AssociationType> kinds = List.of(AssociationType.values());
        SessionRetention rules = SessionRetention.USUAL;
        for (int i = 0; i < with % 3; i++) {
            rules = rules.with(
                    kinds.get((with / 3 + i) % kinds.size()), Duration.ofDays(7L * (1 + (with / 12 + i) % 3)));
        }
        SessionRetention set = rules;
        if (attempts.attempt(
                world.refusal(actor, name, Action.MANAGE),
                () -> store.files(actor).retention().set(SessionId.of(name), set))) {
            session(name).keep.clear();
            set.rules()
                    .forEach((kind, keep) ->
                            keep.ifPresent(time -> session(name).keep.put(kind, time)));
        }
    }

    void end(String actor, String name, FilesAtEnd files, String to) throws IOException {
        Class<? extends DossierException> refusal = world.refusal(actor, name, Action.MANAGE);
        if (refusal == null && files == FilesAtEnd.DELETE) {
            refusal = refusalToChange(name);
        } else if (refusal == null && files == FilesAtEnd.TRANSFER) {
            refusal = refusalToMove(actor, name, to);
        }
        SessionId target = files == FilesAtEnd.TRANSFER ? SessionId.of(to) : null;
        if (attempts.attempt(refusal, () -> store.files(actor).endSession(SessionId.of(name), files, target))) {
            if (files == FilesAtEnd.DELETE) {
                hide(name);
            } else if (files == FilesAtEnd.TRANSFER) {
                move(actor, name, to);
            }
            session(name).ended = true;
        }
    }

    void deleteAll(String actor, String name, boolean permanent) throws IOException {
        Class<? extends DossierException> refusal =
                world.refusal(actor, name, permanent ? Action.MANAGE : Action.WRITE);
        if (refusal == null) {
            boolean held = permanent && world.all(name).stream().anyMatch(world::isHeld);
            refusal = held ? LegalHoldException.class : refusalToChange(name);
        }
        if (attempts.attempt(refusal, () -> store.files(actor).deleteSessionFiles(SessionId.of(name), permanent))) {
            if (permanent) {
                world.all(name).forEach(file -> world.files.remove(file.id));
            } else {
                hide(name);
            }
        }
    }

    void cleanUp(String actor, String name) throws IOException {
        if (attempts.attempt(
                world.refusal(actor, name, Action.MANAGE),
                () -> store.files(actor).cleanUpSession(SessionId.of(name)))) {
            world.all(name).stream()
                    .filter(file -> !world.isHeld(file) && !world.isActive(file))
                    .forEach(file -> world.files.remove(file.id));
        }
    }

    void transfer(String actor, String from, String to, Transfer how) throws IOException {
        boolean copied = how == Transfer.COPY;
        Class<? extends DossierException> refusal = world.refusal(actor, from, copied ? Action.READ : Action.MANAGE);
        List<ModelFile> files = world.active(from);
        if (refusal == null) {
            refusal = !copied
                    ? refusalToMove(actor, from, to)
                    : files.isEmpty() ? null : world.refusal(actor, to, Action.CREATE);
        }
        List<StoredFile> stored = new ArrayList<>();
        if (attempts.attempt(
                refusal, () -> stored.addAll(store.files(actor).transfer(SessionId.of(from), SessionId.of(to), how)))) {
            assertThat(stored).as("transferred").hasSameSizeAs(files);
            if (copied) {
                for (int i = 0; i < files.size(); i++) {
                    copied(actor, files.get(i), stored.get(i));
                }
            } else {
                move(actor, from, to);
            }
        }
    }

    /** Notes a copy in its session. */
    void copied(String actor, ModelFile original, StoredFile copy) {
        world.added(actor, copy.session().value());
        ModelFile file = new ModelFile(copy, actor, world.now, original.kind, original.content);
        file.notes.putAll(original.notes);
        world.files.put(file.id, file);
    }

    private @Nullable Class<? extends DossierException> refusalToChange(String name) {
        return world.active(name).stream().anyMatch(world::isHeld) ? LegalHoldException.class : null;
    }

    /** The first file that may not be moved decides. */
    private @Nullable Class<? extends DossierException> refusalToMove(String actor, String from, String to) {
        for (ModelFile file : world.active(from)) {
            Class<? extends DossierException> refusal =
                    world.isHeld(file) ? LegalHoldException.class : world.refusal(actor, to, Action.CREATE);
            if (refusal == null && world.wouldEndIn(file, to)) {
                refusal = ConflictException.class;
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private void hide(String name) {
        world.active(name).forEach(file -> file.purgeAt = world.now.plus(ModelWorld.RETENTION));
    }

    private void move(String actor, String from, String to) {
        for (ModelFile file : world.active(from)) {
            world.added(actor, to);
            file.session = to;
        }
    }
}
