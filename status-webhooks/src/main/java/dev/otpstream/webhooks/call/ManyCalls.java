package dev.otpstream.webhooks.call;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelEoSStreamProcessor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The parallel consumer on virtual threads: its calls wait for hooks, not for processors. */
final class ManyCalls extends ParallelEoSStreamProcessor<String, byte[]> {
  ManyCalls(ParallelConsumerOptions<String, byte[]> options) {
    super(options);
  }

  @Override protected ThreadPoolExecutor setupWorkerPool(int size) {
    return new ThreadPoolExecutor(size, size, 0, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(),
        Thread.ofVirtual().name("hook-call-", 0).factory());
  }
}
