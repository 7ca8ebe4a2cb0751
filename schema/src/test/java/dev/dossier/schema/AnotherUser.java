package dev.dossier.schema;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Does something on a thread for which the permissions of files count, also where the tests run as root. */
final class AnotherUser {
    private static final int NOBODY = 65534;

    private AnotherUser() {}

    /** Linux lets each thread have a user of its own for what it does with files; others than root cannot change theirs. */
    @SuppressWarnings("restricted") // a call to the system
    static <T> T does(Callable<T> work) throws Exception {
        MethodHandle setUser = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("setfsuid"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        FutureTask<T> task = new FutureTask<>(() -> {
            become(setUser);
            return work.call();
        });
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static void become(MethodHandle setUser) {
        try {
            int userBefore = (int) setUser.invokeExact(NOBODY);
            if (userBefore < 0) {
                throw new IllegalStateException("no user");
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
