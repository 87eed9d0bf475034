package dev.otpstream.simulators.telegramgateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The object of the same name in the Gateway API; times are Unix seconds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestStatus(@JsonProperty("request_id") String requestId,
    @JsonProperty("phone_number") String phoneNumber,
    @JsonProperty("request_cost") double requestCost,
    @JsonProperty("is_refunded") Boolean isRefunded,
    @JsonProperty("remaining_balance") Double remainingBalance,
    @JsonProperty("delivery_status") Delivery deliveryStatus,
    @JsonProperty("verification_status") Verification verificationStatus,
    String payload) {

  /** What became of the message. */
  record Delivery(String status, @JsonProperty("updated_at") long updatedAt) {}

  /** What became of the code. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Verification(String status,
      @JsonProperty("updated_at") long updatedAt,
      @JsonProperty("code_entered") String codeEntered) {}

  RequestStatus withId(String otherId) {
    return new RequestStatus(otherId, phoneNumber, requestCost, isRefunded, remainingBalance, deliveryStatus,
        verificationStatus, payload);
  }

  RequestStatus withDelivery(Delivery other) {
    return new RequestStatus(requestId, phoneNumber, requestCost, isRefunded, remainingBalance, other,
        verificationStatus, payload);
  }

  RequestStatus withBalance(double balance) {
    return new RequestStatus(requestId, phoneNumber, requestCost, isRefunded, balance, deliveryStatus,
        verificationStatus, payload);
  }
}
