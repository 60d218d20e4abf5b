package dev.cambium.engine.crash;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDeathEvent;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Kills another JVM with -9 just before its nth step: a debugger stops it there, so that the
 * program needs nothing that knows of tests. Steps are calls of methods on its main thread, counted
 * from a first one on.
 */
public final class StepKill {

    private static final String LISTENING = "Listening for transport dt_socket at address: ";

    /**
     * How far it came.
     *
     * @param steps those that were met, the last being where it was killed
     * @param ended whether it came to its end before that
     */
    public record Result(List<String> steps, boolean ended, String output) {}

    private final Class<?> mainClass;
    private final String first;
    private final Map<String, List<String>> steps;

    /**
     * @param first the method of the main class from which on steps count
     * @param steps names of methods, by the full names of their classes
     */
    public StepKill(Class<?> mainClass, String first, Map<String, List<String>> steps) {
        this.mainClass = mainClass;
        this.first = first;
        this.steps = steps;
    }

    /** Runs the program until just before its nth step, from 1. */
    public Result before(int step, String... arguments) throws Exception {
        Process process = start(arguments);
        StringBuilder output = new StringBuilder();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.startsWith(LISTENING)) {
                line = out.readLine();
            }
            if (line == null) {
                throw new IOException("the JVM to be killed did not start");
            }
            Thread reading = Thread.ofVirtual().start(() -> drain(out, output));
            VirtualMachine vm = attach(line.substring(LISTENING.length()).strip());
            List<String> met = new ArrayList<>();
            boolean ended = follow(vm, process, step, met);
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IOException("the JVM to be killed goes on");
            }
            reading.join();
            synchronized (output) {
                return new Result(met, ended, output.toString());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void drain(BufferedReader out, StringBuilder output) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (output) {
                    output.append(line).append('\n');
                }
            }
        } catch (IOException killed) {
            return;
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("src/main/launch/engine.jvmopts").toAbsolutePath());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0");
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("-javaagent:") && option.contains("ebean")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(mainClass.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static VirtualMachine attach(String address)
            throws IOException, IllegalConnectorArgumentsException {
        AttachingConnector connector =
                Bootstrap.virtualMachineManager().attachingConnectors().stream()
                        .filter(one -> one.transport().name().equals("dt_socket"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        int colon = address.lastIndexOf(':');
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(address.substring(colon + 1));
        return connector.attach(arguments);
    }

    /** Whether it came to its end by itself. */
    private boolean follow(VirtualMachine vm, Process process, int step, List<String> met)
            throws InterruptedException {
        watch(vm, mainClass.getName());
        steps.keySet().forEach(name -> watch(vm, name));
        boolean counting = false;
        while (true) {
            EventSet events = vm.eventQueue().remove();
            for (Event event : events) {
                switch (event) {
                    case ClassPrepareEvent prepared -> stopIn(vm, prepared.referenceType());
                    case BreakpointEvent reached -> {
                        Method method = reached.location().method();
                        String name = method.declaringType().name() + "." + method.name();
                        if (name.equals(mainClass.getName() + "." + first)) {
                            counting = true;
                        } else if (counting && reached.thread().name().equals("main")) {
                            met.add(
                                    name.substring(
                                            name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1));
                            if (met.size() == step) {
                                process.destroyForcibly();
                                return false;
                            }
                        }
                    }
                    case VMDeathEvent _, VMDisconnectEvent _ -> {
                        return true;
                    }
                    default -> {}
                }
            }
            events.resume();
        }
    }

    private static void watch(VirtualMachine vm, String className) {
        ClassPrepareRequest request = vm.eventRequestManager().createClassPrepareRequest();
        request.addClassFilter(className);
        request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        request.enable();
    }

    private void stopIn(VirtualMachine vm, ReferenceType type) {
        List<String> names =
                type.name().equals(mainClass.getName()) ? List.of(first) : steps.get(type.name());
        for (Method method : type.methods()) {
            Location location = names.contains(method.name()) ? method.location() : null;
            if (location != null) {
                var request = vm.eventRequestManager().createBreakpointRequest(location);
                request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
                request.enable();
            }
        }
    }
}
