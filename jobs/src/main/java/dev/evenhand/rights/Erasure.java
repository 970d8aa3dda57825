package dev.evenhand.rights;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.lake.Catalog;
import dev.evenhand.lake.Failpoint;
import dev.evenhand.lake.Lake;
import dev.evenhand.lake.Lease;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.table.Erasures;
import dev.evenhand.pseudonym.Keys;
import dev.evenhand.rights.Traces.Found;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Forgets customers: their rows in every table, every version that held them, and what models and
 * figures kept of them alone; then looks that nothing is left, and certifies it.
 *
 * <p>It goes by stages, each of which may be cut off and begun again. No run may write to the lake
 * meanwhile; readers go on until the grace is over, when older versions become unreadable.
 */
public final class Erasure {
  /** What a subject is called in certificates, so that no other name of theirs is needed. */
  private static final String PURPOSE = "erasure";

  private static final double MS_A_SECOND = 1000;

  private final SparkSession spark;
  private final Lake lake;
  private final Catalog catalog;
  private final Keys keys;
  private final Clock clock;
  private final Consumer<String> say;

  public Erasure(SparkSession spark, Lake lake, Keys keys, Clock clock, Consumer<String> say) {
    this.spark = spark;
    this.lake = lake;
    this.catalog = Catalog.of(spark, lake);
    this.keys = keys;
    this.clock = clock;
    this.say = say;
  }

  /**
   * How to erase.
   *
   * @param grace how long readers of older versions may go on
   * @param keptNamespaces kinds of identifiers that are never another name of a subject
   * @param retrainShare the share of a model's persons beyond which it needs retraining; if empty,
   *     as its pipeline file says
   */
  public record Options(
      Duration grace, Set<String> keptNamespaces, Optional<Double> retrainShare) {}

  /**
   * What came of an erasure.
   *
   * @param subjects how those it was about are called in certificates
   * @param rows rows erased by table
   * @param certificate what was certified; empty if something was found
   * @param places the files in which something was found, or that can't be read
   */
  public record Report(
      String id,
      List<String> subjects,
      Map<String, Long> rows,
      String certificate,
      List<String> places) {
    public boolean isClean() {
      return places.isEmpty();
    }
  }

  /** The right to be the only writer of the lake. */
  public Lease lease(Duration patience) {
    return Lease.acquireLake(lake, PURPOSE, patience);
  }

  /** Ends what earlier calls began; the caller holds the lease. */
  public List<Report> resume() {
    List<Report> reports = new ArrayList<>();
    for (Journal journal : Journal.unfinished(lake.files())) {
      if (journal.read(ErasureWork.REQUEST).isEmpty()) {
        journal.close();
      } else {
        say.accept("continuing erasure " + journal.id());
        reports.add(carryOut(journal));
      }
    }
    return reports;
  }

  /** Erases the subjects with these keys, which the lake knows; the caller holds the lease. */
  public Report run(List<String> subjectKeys, Options options) {
    Journal journal = new Journal(lake.files(), RunScope.stamped("e", clock.instant()));
    ErasureWork work = work(journal);
    Dataset<Row> asked = Footprint.keys(spark, subjectKeys);
    work.subjects().write(Finding.rows(asked, KeyTable.Kind.SUBJECT));
    ObjectNode request = Journal.JSON.createObjectNode();
    request.put("at", clock.instant().toString());
    request.put("grace", options.grace().toString());
    options.retrainShare().ifPresent(share -> request.put("retrain_share", share));
    options.keptNamespaces().forEach(request.putArray("kept_namespaces")::add);
    new SubjectResolver(catalog, keys).namespaces().forEach(request.putArray("namespaces")::add);
    subjectKeys.stream().map(this::called).sorted().forEach(request.putArray("subjects")::add);
    journal.write(ErasureWork.REQUEST, request);
    return carryOut(journal);
  }

  /** What certificates call a subject. */
  public String called(String subjectKey) {
    return keys.keyset().nameFor(PURPOSE, subjectKey);
  }

  /** Those of the names in certificates under which somebody was erased before. */
  public Set<String> erasedBefore(Collection<String> called) {
    if (!catalog.has(Erasures.CONTRACT.name())) {
      return Set.of();
    }
    return Set.copyOf(
        Footprint.keys(spark, List.copyOf(called))
            .join(
                catalog
                    .rows(Erasures.CONTRACT.name())
                    .selectExpr("explode(" + Erasures.SUBJECT_HASHES.name() + ") AS key"),
                Footprint.KEY)
            .select(Footprint.KEY)
            .as(Encoders.STRING())
            .collectAsList());
  }

  private ErasureWork work(Journal journal) {
    return new ErasureWork(spark, lake, catalog, keys, clock, journal, say);
  }

  private Report carryOut(Journal journal) {
    ErasureWork work = work(journal);
    if (journal.read(ErasureWork.VERIFIED).isEmpty()) {
      Found left = upToVerifying(work);
      if (!left.isClean()) {
        journal.forget(ErasureWork.PURGED);
        List<String> places = new ArrayList<>(left.places());
        places.addAll(left.unreadable());
        return report(work, "", places);
      }
    }
    lake.files().delete(journal.place("traces"));
    lake.files().delete(journal.place("texts"));
    lake.files().delete(journal.place("unique"));
    lake.files().delete(journal.place("subjects"));
    Report report = report(work, new Certifying(work).run(), List.of());
    Failpoint.reached("erasure certified");
    journal.close();
    return report;
  }

  private static Found upToVerifying(ErasureWork work) {
    Deleting deleting = new Deleting(work);
    Withdrawing withdrawing = new Withdrawing(work);
    Purging purging = new Purging(work);
    Verifying verifying = new Verifying(work);
    stage(work, ErasureWork.FOUND, new Finding(work)::run);
    stage(work, ErasureWork.DELETED, deleting::everywhere);
    stage(work, ErasureWork.UNIQUE, withdrawing::find);
    stage(work, ErasureWork.WITHDRAWN, withdrawing::run);
    stage(work, ErasureWork.IDENTITIES, deleting::identities);
    if (work.journal().read(ErasureWork.PURGED).isEmpty()) {
      purging.waitForReaders();
    }
    stage(work, ErasureWork.PURGED, purging::run);
    Instant begun = work.clock().instant();
    Found left = verifying.run();
    if (left.isClean()) {
      end(work, ErasureWork.VERIFIED, begun, verifying.outcome(left));
    }
    return left;
  }

  private static void stage(ErasureWork work, String name, Supplier<ObjectNode> stage) {
    if (work.journal().read(name).isPresent()) {
      return;
    }
    Instant begun = work.clock().instant();
    end(work, name, begun, stage.get());
  }

  private static void end(ErasureWork work, String name, Instant begun, ObjectNode outcome) {
    work.journal().write(name, outcome);
    double seconds = Duration.between(begun, work.clock().instant()).toMillis() / MS_A_SECOND;
    work.say().accept(String.format(Locale.ROOT, "  %-11s %8.1f s", name, seconds));
  }

  private static Report report(ErasureWork work, String certificate, List<String> places) {
    return new Report(
        work.journal().id(),
        work.texts(ErasureWork.REQUEST, "subjects"),
        work.numbers(ErasureWork.FOUND, "tables"),
        certificate,
        places);
  }
}
