package io.floodwall.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.floodwall.app.cli.Json;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** What everything was measured on, and with. */
final class Machine {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Processors, memory, and how busy the machine is now. */
  static ObjectNode machine() {
    OperatingSystemMXBean system = system();
    return Json.object()
        .put("cpu", cpu())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("memory_gib", system.getTotalMemorySize() >> 30)
        .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
        .put("load_average_at_start", Spread.rounded(system.getSystemLoadAverage(), 2));
  }

  /** Of what runs. */
  static ObjectNode versions() {
    String own = Machine.class.getPackage().getImplementationVersion();
    return Json.object()
        .put("floodwall", own == null ? "unpackaged" : own)
        .put("kafka", AppInfoParser.getVersion())
        .put("java", System.getProperty("java.vm.version"))
        .put("collector", collector())
        .put("heap_max_mib", Runtime.getRuntime().maxMemory() >> 20);
  }

  /** Processor time that this whole process has used. */
  static long cpuNanos() {
    return system().getProcessCpuTime();
  }

  /** Processor time of this thread: the process's is told in steps of 10 ms. */
  static long threadCpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  private static String collector() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .findFirst()
        .orElse("none");
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(Machine::architecture);
    } catch (IOException e) {
      return architecture();
    }
  }

  private static String architecture() {
    return System.getProperty("os.arch");
  }
}
