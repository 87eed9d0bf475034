package dev.otpstream.embedded;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;

/**
 * The end of a transaction in one partition, as coordinators write it. Kafka's admin client writes only aborts: nobody but
 * a coordinator should commit. Here its own word is repeated where it was not heard.
 *
 * @param coordinatorEpoch of the last one who wrote for this producer; 0 where nobody did
 */
record EndMarker(TopicPartition partition, long producerId, short producerEpoch, int coordinatorEpoch,
    TransactionResult result) {
  /** The check of epochs is that of the first version then, as for Kafka's own tool. */
  private static final short TRANSACTION_VERSION = 0;

  /**
   * Writes it and waits for the answer.
   *
   * @param leader of the partition
   * @throws IOException if the broker cannot be reached or refuses
   */
  void write(Node leader) throws IOException {
    var marker = new TxnMarkerEntry(producerId, producerEpoch, coordinatorEpoch, result, List.of(partition),
        TRANSACTION_VERSION);
    var request = new WriteTxnMarkersRequest.Builder(List.of(marker)).build(ApiKeys.WRITE_TXN_MARKERS.latestVersion());
    var response = (WriteTxnMarkersResponse) Exchange.with(leader, request);
    Errors error = response.errorsByProducerId().getOrDefault(producerId, Map.of()).get(partition);
    if (error != Errors.NONE) throw new IOException("no end written to " + partition + ": " + error);
  }
}
