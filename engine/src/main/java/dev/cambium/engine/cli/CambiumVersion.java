package dev.cambium.engine.cli;

import picocli.CommandLine.IVersionProvider;

/** The version the build wrote into the jar. */
final class CambiumVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {HandOver.version()};
    }
}
