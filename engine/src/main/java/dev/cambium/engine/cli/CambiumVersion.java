package dev.cambium.engine.cli;

import picocli.CommandLine.IVersionProvider;

/** The version the build wrote into the jar. */
final class CambiumVersion implements IVersionProvider {

    static String text() {
        String version = CambiumVersion.class.getPackage().getImplementationVersion();
        return "cambium " + (version == null ? "(not packaged)" : version);
    }

    @Override
    public String[] getVersion() {
        return new String[] {text()};
    }
}
