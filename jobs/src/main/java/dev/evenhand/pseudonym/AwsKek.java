package dev.evenhand.pseudonym;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * The key service of AWS: {@code aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID}, with the credentials
 * that AWS's libraries find.
 *
 * <p>Its library lies beside the jar, as those for S3 do.
 */
final class AwsKek implements KmsClient {
  private static final String SCHEME = "aws-kms://";
  private static final int REGION = 3;

  @Override
  public boolean doesSupport(String uri) {
    return uri.startsWith(SCHEME);
  }

  @Override
  public KmsClient withCredentials(String path) {
    return this;
  }

  @Override
  public KmsClient withDefaultCredentials() {
    return this;
  }

  @Override
  public Aead getAead(String uri) throws GeneralSecurityException {
    String arn = uri.substring(SCHEME.length());
    if (!arn.matches("arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+")) {
      throw new KekProblem("aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID is the form of a key");
    }
    try {
      return new RemoteAead(arn);
    } catch (LinkageError e) {
      throw missing();
    }
  }

  private static KekProblem missing() {
    return new KekProblem("AWS's library software.amazon.awssdk:kms is not there");
  }

  /** Bytes that AWS encrypts; associated data is the context there, as Tink's own client has it. */
  private record RemoteAead(String arn) implements Aead {
    @Override
    public byte[] encrypt(byte[] clear, byte[] associated) throws GeneralSecurityException {
      return call(
          kms ->
              kms.encrypt(
                      request ->
                          request
                              .keyId(arn)
                              .plaintext(SdkBytes.fromByteArray(clear))
                              .encryptionContext(context(associated)))
                  .ciphertextBlob());
    }

    @Override
    public byte[] decrypt(byte[] sealed, byte[] associated) throws GeneralSecurityException {
      return call(
          kms ->
              kms.decrypt(
                      request ->
                          request
                              .keyId(arn)
                              .ciphertextBlob(SdkBytes.fromByteArray(sealed))
                              .encryptionContext(context(associated)))
                  .plaintext());
    }

    private interface Call {
      SdkBytes of(software.amazon.awssdk.services.kms.KmsClient kms);
    }

    /** What AWS says is left out but for its code: a request could be quoted. */
    private byte[] call(Call call) throws GeneralSecurityException {
      String region = arn.split(":")[REGION];
      try (var kms =
          software.amazon.awssdk.services.kms.KmsClient.builder()
              .region(Region.of(region))
              .httpClientBuilder(ApacheHttpClient.builder())
              .build()) {
        return call.of(kms).asByteArray();
      } catch (AwsServiceException e) {
        throw new KekProblem("AWS says " + e.awsErrorDetails().errorCode());
      } catch (SdkException e) {
        throw new KekProblem("AWS can't be asked (" + e.getClass().getSimpleName() + ")");
      } catch (LinkageError e) {
        throw missing();
      }
    }

    private static Map<String, String> context(byte[] associated) {
      return associated.length == 0
          ? Map.of()
          : Map.of("associatedData", HexFormat.of().formatHex(associated));
    }
  }
}
