package dev.otpstream.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates that the platform trusts, and some more: some providers' roots are in no platform's store. */
public final class Trust {
  private Trust() {}

  /**
   * TLS that trusts these, too.
   *
   * @param pem certificates in PEM form
   * @throws IOException if the file cannot be read or holds no certificates
   */
  public static SSLContext with(Path pem) throws IOException {
    try (InputStream file = Files.newInputStream(pem)) {
      Collection<? extends Certificate> more = CertificateFactory.getInstance("X.509").generateCertificates(file);
      if (more.isEmpty()) throw new IOException("no certificates");
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (TrustManager usual : managers(null))
        if (usual instanceof X509TrustManager x509)
          for (X509Certificate issuer : x509.getAcceptedIssuers())
          trusted.setCertificateEntry("usual-" + number++, issuer);
      for (Certificate certificate : more)
        trusted.setCertificateEntry("more-" + number++, certificate);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("not certificates in PEM form", e);
    }
  }

  private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
