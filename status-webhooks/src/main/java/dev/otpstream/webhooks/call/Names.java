package dev.otpstream.webhooks.call;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where hosts are. */
interface Names extends AutoCloseable {
  /**
   * All addresses of a name, or the address that the text itself is.
   *
   * @throws UnknownHostException if there is none, or none was found in time
   */
  List<InetAddress> lookUp(String host) throws UnknownHostException;

  @Override default void close() {}
}
