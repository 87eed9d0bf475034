package dev.otpstream.micro;

import dev.otpstream.schemas.sealing.Contexts;
import dev.otpstream.schemas.sealing.Keys;
import dev.otpstream.schemas.sealing.Unopenable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is sealed, opened and digested for each code. */
@State(Scope.Benchmark)
public class SealingBenchmark {
  private static final String PHONE = "+380971234567";
  private static final String CODE = "482916";
  private static final String SALT = "1049601";
  private final Keys keys = Keyring.fresh();
  private final String context = Contexts.recipient("acc_1");
  private final byte[] sealed = keys.seal(PHONE, context);
  private final byte[] digest = keys.digestCode(CODE, SALT);

  @Benchmark public byte[] seal() {
    return keys.seal(PHONE, context);
  }

  @Benchmark public String open() throws Unopenable {
    return keys.open(sealed, context);
  }

  @Benchmark public byte[] digestCode() {
    return keys.digestCode(CODE, SALT);
  }

  @Benchmark public byte[] digestGuess() {
    return keys.digestGuess(digest, CODE, SALT);
  }

  @Benchmark public String recipientToken() {
    return keys.token(PHONE, context);
  }
}
