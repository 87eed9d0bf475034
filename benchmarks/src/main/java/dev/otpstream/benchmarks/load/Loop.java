package dev.otpstream.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What the load's one thread waits for: the sockets of its transports and of its hook listener. For one thread. */
public final class Loop implements AutoCloseable {
  /** Selectors wait in whole milliseconds; below that we sleep this long, which costs less than to spin. */
  private static final long NAP_NS = 500_000;
  private static final long MS_NS = 1_000_000;
  private static final int SCRATCH_BYTES = 64 * 1024;

  private final Selector selector;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
  private final List<Member> members = new ArrayList<>();

  /** Somebody who uses sockets of this loop. */
  interface Member {
    /** Whether there is something to hand over that no socket will tell of. */
    boolean hasWork();

    /** Hands over what there is. */
    void turn();
  }

  /** What a socket belongs to. */
  interface Owner {
    /** @param scratch a buffer that all share within a turn */
    void ready(ByteBuffer scratch);
  }

  public Loop() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void join(Member member) {
    members.add(member);
  }

  SelectionKey register(SelectableChannel channel, int operations, Owner owner) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, owner);
  }

  /** Serves the sockets that are ready. Waits for one if there is none, but no longer than this. */
  void poll(long waitNs) {
    try {
      if (waitNs <= 0 || members.stream().anyMatch(Member::hasWork)) {
        selector.selectNow();
      } else if (waitNs < MS_NS) {
        LockSupport.parkNanos(NAP_NS);
        selector.selectNow();
      } else {
        selector.select(waitNs / MS_NS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      if (key.isValid()) ((Owner) key.attachment()).ready(scratch);
    }
    members.forEach(Member::turn);
  }

  @Override public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
