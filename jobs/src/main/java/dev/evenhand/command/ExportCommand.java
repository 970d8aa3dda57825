package dev.evenhand.command;

import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.evenhand.base.DataProblem;
import dev.evenhand.base.Quoted;
import dev.evenhand.config.LawfulBasis;
import dev.evenhand.custody.ExportRules;
import dev.evenhand.custody.PurposeExport;
import dev.evenhand.custody.PurposeExport.Exported;
import dev.evenhand.lake.Lake;
import dev.evenhand.pseudonym.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports rows for a purpose, under pseudonyms that no other purpose shares. */
@Command(
    name = "export",
    description =
        "Exports rows of those who consent to a purpose, under pseudonyms of this purpose alone.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(
      index = "0",
      paramLabel = "TABLE|SELECT",
      description = "A table of the lake, as silver.sales, or a query over such tables.")
  private String source;

  @Option(names = "--purpose", required = true, description = "What for; it has a key: keys add.")
  private String purpose;

  @Option(
      names = "--rules",
      paramLabel = "PIPELINE.yaml",
      description = "Its consent's age, topic and basis hold; the purpose must be the same.")
  private Path rules;

  @Option(
      names = "--basis",
      description = "The lawful basis, if it is not consent: objections alone are honoured then.")
  private LawfulBasis basis;

  @Option(names = "--reason", description = "Why the basis holds; it is kept.")
  private String reason;

  @Option(
      names = "--k",
      description =
          "Rows alone whose values k persons or more share; then silver.protected leaves, too.")
  private Integer k;

  @Option(
      names = "--format",
      defaultValue = "csv",
      description = "csv, parquet or delta (default: ${DEFAULT-VALUE}).")
  private TableFiles.Format format;

  @Option(names = "--out", required = true, description = "A new folder for rows and report.")
  private String out;

  @Mixin private LakeArgument lake;
  @Mixin private Keyring keyring;

  private final Function<String, SparkSession> sessions;
  private final Clock clock;

  ExportCommand() {
    this(Sessions::open, Clock.systemUTC());
  }

  ExportCommand(Function<String, SparkSession> sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    ExportRules asked =
        ExportRulesReader.rules(
            purpose,
            Optional.ofNullable(rules),
            Optional.ofNullable(basis),
            Optional.ofNullable(reason),
            k == null ? OptionalInt.empty() : OptionalInt.of(k));
    Keys keys = keyring.keys();
    keys.keyset().requirePurpose(purpose);
    SparkSession spark = sessions.apply("export");
    TableFiles files = new TableFiles(spark, format);
    files.refuseExisting(out);
    Instant now = clock.instant();
    PurposeExport export =
        new PurposeExport(spark, new Lake(spark, lake.place()), keys, asked, now);
    Exported exported = export.of(source);
    long[] rows = {0};
    files.write(
        out,
        flat(exported.rows()),
        folder -> {
          Dataset<Row> written = files.readBack(folder);
          export.requireClean(written);
          rows[0] = written.count();
          export.record(exported, rows[0], out);
          return report(exported, rows[0], now);
        });
    tell(exported, rows[0]);
    return ExitStatus.DONE;
  }

  /** CSV holds plain values alone; maps and lists go as JSON. */
  private Dataset<Row> flat(Dataset<Row> rows) {
    if (format != TableFiles.Format.CSV) {
      return rows;
    }
    Dataset<Row> flat = rows;
    for (StructField field : rows.schema().fields()) {
      if (!(field.dataType() instanceof AtomicType)) {
        flat = flat.withColumn(field.name(), to_json(functions.col(Quoted.name(field.name()))));
      }
    }
    return flat;
  }

  private String report(Exported exported, long rows, Instant now) {
    ObjectNode report = JSON.createObjectNode();
    report.put("format", "evenhand-export-1");
    report.put("purpose", purpose);
    report.put("source", source);
    report.put("exported_at", now.toString());
    report.put("rows", rows);
    for (String column : exported.rows().columns()) {
      report.withArray("columns").add(column);
    }
    if (k != null) {
      report.put("k", k).put("rows_suppressed", exported.suppressed());
    }
    exported.refused().forEach(report.putObject("rows_refused_by_consent")::put);
    exported.leftOut().forEach(report.putArray("left_out")::add);
    Optional.ofNullable(basis).ifPresent(each -> report.put("basis", each.word()));
    Optional.ofNullable(reason).ifPresent(each -> report.put("reason", each));
    return report.toPrettyString() + "\n";
  }

  private void tell(Exported exported, long rows) {
    System.out.printf(Locale.ROOT, "%,d rows for %s, written to %s%n", rows, purpose, out);
    exported
        .refused()
        .forEach(
            (table, n) ->
                System.out.printf(
                    Locale.ROOT, "  %s: %,d rows of those who do not consent stay%n", table, n));
    if (exported.suppressed() > 0) {
      System.out.printf(
          Locale.ROOT, "  %,d rows whose values fewer share stay%n", exported.suppressed());
    }
    if (!exported.leftOut().isEmpty()) {
      System.out.println("  left out: " + String.join(", ", exported.leftOut()));
    }
  }

  static DataProblem problem(String what) {
    return new DataProblem("export: " + what);
  }
}
