package dev.cambium.engine.fuse.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cambium.engine.fuse.mount.FuseAvailability.How;

import org.junit.jupiter.api.Test;

class FuseAvailabilityTest {

    @Test
    void saysInOneSentenceWhetherAndHow() {
        FuseAvailability availability = FuseAvailability.probe();
        assertThat(availability.usable()).isEqualTo(availability.how() != How.NONE);
        assertThat(availability.reason()).isNotBlank().doesNotContain("\n");
    }

    @Test
    void leavesTheDeviceClosed() throws Exception {
        long before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            assertThat(FuseAvailability.probe()).isEqualTo(FuseAvailability.probe());
        }
        assertThat(openDescriptors()).isLessThan(before + 50);
    }

    private static long openDescriptors() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
