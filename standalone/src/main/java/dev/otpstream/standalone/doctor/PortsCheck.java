package dev.otpstream.standalone.doctor;

import dev.otpstream.kit.Env;
import dev.otpstream.standalone.cli.Site;
import dev.otpstream.standalone.doctor.Finding.Well;
import dev.otpstream.standalone.doctor.Finding.Wrong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether the ports that the settings name are free for what is to listen there, or taken by the very platform. */
record PortsCheck(Site site) {

  Finding look() {
    if (site.running().isPresent())
      return new Well("in use by the platform that runs as process " + site.running().get().pid());
    Map<String, Integer> ports = ports();
    for (Map.Entry<String, Integer> port : ports.entrySet())
      if (port.getValue() != 0 && !isFree(port.getValue())
          && !isOurs(port.getKey(), port.getValue()))
        return new Wrong("port " + port.getValue() + " is taken by another program: stop that, or set " + port.getKey()
            + " to a free port");
    ports.values().removeIf(port -> port == 0); // any free one
    return new Well(ports.isEmpty() ? "any free ones" : "free or ours: " + ports.values());
  }

  private Map<String, Integer> ports() {
    Env env = site.env();
    var ports = new LinkedHashMap<String, Integer>();
    ports.put("OTP_HTTP_PORT", env.integer("OTP_HTTP_PORT", 8080, 0, 65_535));
    if (site.embedded()) {
      ports.put("OTP_KAFKA_PORT", env.integer("OTP_KAFKA_PORT", 9092, 0, 65_535));
      ports.put("OTP_REGISTRY_PORT", env.integer("OTP_REGISTRY_PORT", 8081, 0, 65_535));
    }
    for (String optional : new String[]{"OTP_OPS_PORT", "OTP_SIMULATORS_PORT"})
      if (env.find(optional).isPresent()) ports.put(optional, env.integer(optional, 0, 0, 65_535));
    return ports;
  }

  /** Whether a service of ours is what listens there. */
  private static boolean isOurs(String setting, int port) {
    String known = setting.equals("OTP_HTTP_PORT") ? "/openapi.json" : "/healthz";
    return HttpProbe.get("http://127.0.0.1:" + port + known, Map.of()).status() == 200;
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}
