package dev.evenhand.support;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/** A real S3 server in this JVM, whose objects are in memory; tests' own session can read it. */
public final class ObjectStore implements AutoCloseable {
  private static final String BUCKET = "sales";
  private static final String NAME = "evenhand";
  private static final String WORD = "evenhand-tests";

  private final BlobStoreContext context;
  private final S3Proxy server;

  private ObjectStore(BlobStoreContext context, S3Proxy server) {
    this.context = context;
    this.server = server;
  }

  public static ObjectStore started() {
    BlobStoreContext context =
        ContextBuilder.newBuilder("transient")
            .credentials(NAME, WORD)
            .overrides(new Properties())
            .build(BlobStoreContext.class);
    BlobStore blobs = context.getBlobStore();
    blobs.createContainerInLocation(null, BUCKET);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, NAME, WORD)
            .build();
    try {
      server.start();
    } catch (Exception e) { // Jetty declares no narrower one
      throw new IllegalStateException(e);
    }
    ObjectStore store = new ObjectStore(context, server);
    store.openToTests();
    return store;
  }

  /** The bucket's address, for example {@code s3a://sales}. */
  public String bucket() {
    return "s3a://" + BUCKET;
  }

  /** A child that finds this server as an operator would tell it to. */
  public Child child(TinyWorld world) {
    Child child = world.child();
    Map.of(
            "EVENHAND_S3_ENDPOINT", endpoint(),
            "AWS_ACCESS_KEY_ID", NAME,
            "AWS_SECRET_ACCESS_KEY", WORD)
        .forEach(child::environment);
    return child;
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  private void openToTests() {
    Configuration hadoop = Spark.session().sparkContext().hadoopConfiguration();
    hadoop.set("fs.s3a.bucket." + BUCKET + ".endpoint", endpoint());
    hadoop.set("fs.s3a.bucket." + BUCKET + ".endpoint.region", "us-east-1");
    hadoop.set("fs.s3a.bucket." + BUCKET + ".path.style.access", "true");
    hadoop.set("fs.s3a.bucket." + BUCKET + ".access.key", NAME);
    hadoop.set("fs.s3a.bucket." + BUCKET + ".secret.key", WORD);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // Jetty declares no narrower one
      throw new IllegalStateException(e);
    } finally {
      context.close();
    }
  }
}
