package dev.otpstream.standalone.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.otpstream.kit.Env;
import dev.otpstream.standalone.Otp;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A command that ran in this JVM, with these settings and no others. */
public record Ran(int exitCode, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static Ran otp(Map<String, String> settings, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode = Otp.commandLine(Env.of(settings)).setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true)).execute(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  public JsonNode json() {
    try {
      return JSON.readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out + err, e);
    }
  }
}
