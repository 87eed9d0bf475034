package dev.otpstream.ingress.accounts;

import java.util.List;
import java.util.Map;

/**
 * An account as the fronts see it: all they need, no credential.
 *
 * @param accountId its id
 * @param brandName what a recipient sees as sender
 * @param route     channels in the order to try, where a call names none
 * @param settings  switches of the fronts
 */
public record Caller(String accountId, String brandName, List<String> route, Map<String, String> settings) {}
