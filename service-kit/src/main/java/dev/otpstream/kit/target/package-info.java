/** Where hooks may point to: pure checks of URLs and addresses, so that no caller reaches into our own network. */
package dev.otpstream.kit.target;
