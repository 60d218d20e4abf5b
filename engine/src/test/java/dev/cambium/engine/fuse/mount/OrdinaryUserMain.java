package dev.cambium.engine.fuse.mount;

import java.nio.file.Path;

/** Runs the {@link MountTrials} as whoever started it; prints a line for each that passed. */
public final class OrdinaryUserMain {

    private OrdinaryUserMain() {}

    private interface Trial {
        void in(Path folder) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        System.out.println("passed: probe " + FuseAvailability.probe().how());
        run("leavesNothingBehind", MountTrials::leavesNothingBehind, folder);
        run("behavesLikeAFileSystem", MountTrials::behavesLikeAFileSystem, folder);
        run("takesOffWhatAKilledEngineLeft", MountTrials::takesOffWhatAKilledEngineLeft, folder);
        run("leavesAloneWhatIsServed", MountTrials::leavesAloneWhatIsServed, folder);
        run("cutsOffProcessesThatDoNotLetGo", MountTrials::cutsOffProcessesThatDoNotLetGo, folder);
        run("noticesSomebodyElse", MountTrials::noticesThatSomebodyElseUnmounted, folder);
        run("hidesNoFiles", MountTrials::hidesNoFiles, folder);
    }

    private static void run(String name, Trial trial, Path folder) throws Exception {
        trial.in(folder);
        System.out.println("passed: " + name);
    }
}
