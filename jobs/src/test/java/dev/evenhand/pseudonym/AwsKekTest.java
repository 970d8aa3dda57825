package dev.evenhand.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.evenhand.base.DataProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keyset sealed by a key service that speaks AWS's protocol, on this machine. */
class AwsKekTest {
  private static final String ARN = "arn:aws:kms:eu-central-1:123456789012:key/one";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(Map.of("aws.accessKeyId", "nobody", "aws.secretAccessKey", "nothing"));
  private static HttpServer service;

  @TempDir Path home;

  @BeforeAll
  static void serve() throws IOException, GeneralSecurityException {
    AeadConfig.register();
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", AwsKekTest::answer);
    service.start();
    SETTINGS.put("aws.endpointUrlKms", "http://127.0.0.1:" + service.getAddress().getPort());
    SETTINGS.forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    service.stop(0);
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    JsonNode asked = JSON.readTree(exchange.getRequestBody());
    ObjectNode answer = JSON.createObjectNode();
    int status = 200;
    try {
      if (!asked.path("KeyId").asText().equals(ARN)) {
        throw new GeneralSecurityException("another key");
      }
      AesGcmJce key = new AesGcmJce("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
      if (exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("Encrypt")) {
        byte[] clear = Base64.getDecoder().decode(asked.path("Plaintext").asText());
        answer.put("CiphertextBlob", key.encrypt(clear, new byte[0]));
      } else {
        byte[] sealed = Base64.getDecoder().decode(asked.path("CiphertextBlob").asText());
        answer.put("Plaintext", key.decrypt(sealed, new byte[0]));
      }
      answer.put("KeyId", ARN);
    } catch (GeneralSecurityException e) {
      status = 400;
      answer.put("__type", "NotFoundException").put("message", "no such key");
    }
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void aKeysetIsSealedAndOpenedByTheService() throws IOException {
    Keys keys = Keys.inHome(home);
    String before = keys.keyset().pseudonym("customer", "1");

    assertThat(new KeyStore(keys).wrap("aws-kms://" + ARN)).isFalse();

    assertThat(Files.readString(keys.path())).contains("aws-kms://" + ARN, "sealed");
    assertThat(Keys.at(keys.path()).keyset().pseudonym("customer", "1")).isEqualTo(before);
  }

  @Test
  void whatTheServiceRefusesIsOneLineAndTheFileAsItWas() throws IOException {
    Keys keys = Keys.inHome(home);
    String before = Files.readString(keys.path());

    assertThatThrownBy(() -> new KeyStore(keys).wrap("aws-kms://" + ARN + "x"))
        .isInstanceOfSatisfying(
            DataProblem.class, problem -> assertThat(problem.lines()).hasSize(1))
        .hasMessageContaining("AWS says NotFoundException");
    assertThatThrownBy(() -> new KeyStore(keys).wrap("aws-kms://one"))
        .hasMessageContaining("aws-kms://arn:aws:kms:REGION:ACCOUNT:key/ID is the form");
    assertThat(Files.readString(keys.path())).isEqualTo(before);
  }
}
