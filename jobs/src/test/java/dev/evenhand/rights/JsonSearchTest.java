package dev.evenhand.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.evenhand.rights.FileKind.Holder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A customer's texts are words of every format: what is the format's own, and what is theirs? */
class JsonSearchTest {
  private static final List<String> TEXTS =
      List.of("string", "struct", "paramMap", "segment", "parquet", "metric", "accuracy");
  private static final String SCHEMA =
      "{'type':'struct','fields':[{'name':'segment','type':'string','nullable':true,'metadata':{%s}},"
          + "{'name':'m','type':{'type':'map','keyType':'string','valueType':'string'},"
          + "'nullable':true,'metadata':{'comment':'string'}}]}";

  private static final FileKind LOG = new FileKind(Holder.SOURCES, true, true);
  private static final FileKind MODEL = new FileKind(Holder.MODELS, false, true);
  private static final FileKind CARD = new FileKind(Holder.FIGURES, false, true);

  private static long found(FileKind kind, String text) throws IOException {
    byte[] json = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return new JsonSearch(kind, Traces.of(List.of(), TEXTS)).in(new ByteArrayInputStream(json));
  }

  private static String quoted(String json) {
    String text = json.replace("'", "\"").replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"" + text + "\"";
  }

  @Test
  void aLogsOwnWordsAreNone() throws IOException {
    assertThat(
            found(
                LOG,
                "{'commitInfo':{'operation':'string','operationParameters':{'mode':'string',"
                    + "'partitionBy':"
                    + quoted("['segment']")
                    + "}}}\n{'metaData':{'format':{'provider':'parquet'},'schemaString':"
                    + quoted(SCHEMA.formatted(""))
                    + ",'partitionColumns':['segment'],'configuration':{'metric':'string'}}}\n"
                    + "{'add':{'partitionValues':{'segment':'x','pipeline':'metric'},'stats':"
                    + quoted("{'minValues':{'segment':'x'},'nullCount':{'segment':0}}")
                    + "}}\n{'checkpointSchema':"
                    + SCHEMA.formatted("")
                    + "}"))
        .isZero();
  }

  @Test
  void whatALogHoldsOfRowsIsFound() throws IOException {
    assertThat(
            found(
                LOG,
                "{'add':{'partitionValues':{'mode':'string','format':'struct'},'stats':"
                    + quoted(
                        "{'minValues':{'segment':'paramMap'},'maxValues':{'d':{'e':'segment'}}}")
                    + "}}"))
        .isEqualTo(4);
    assertThat(
            found(
                LOG,
                "{'commitInfo':{'operationParameters':{'predicate':"
                    + quoted("[" + quoted("(a = 'string')") + "]")
                    + "}}}"))
        .as("a condition that quotes it")
        .isEqualTo(1);
    assertThat(found(LOG, "{'commitInfo':{'userMetadata':'string'}}")).isEqualTo(1);
  }

  @Test
  void labelsInASchemaAreFound() throws IOException {
    String labelled =
        SCHEMA.formatted("'ml_attr':{'vals':['string','x'],'type':'string','name':'segment'}");
    assertThat(found(LOG, "{'metaData':{'schemaString':" + quoted(labelled) + "}}")).isEqualTo(2);
  }

  @Test
  void aSavedStagesOwnWordsAreNone() throws IOException {
    String stage =
        "{'class':'string','uid':'string','sparkVersion':'string','paramMap':{'inputCols':['segment'],"
            + "'labelCol':'segment','metric':'accuracy'%s},'defaultParamMap':{'metric':'string'}%s}";
    assertThat(found(MODEL, stage.formatted("", ""))).isZero();
    assertThat(found(MODEL, stage.formatted(",'labels':['string','x']", ""))).isEqualTo(1);
    assertThat(found(MODEL, stage.formatted(",'labels':{'string':1}", ""))).isEqualTo(1);
    assertThat(found(MODEL, stage.formatted(",'statement':" + quoted("a = 'string'"), "")))
        .isEqualTo(1);
    assertThat(found(MODEL, stage.formatted("", ",'levels':['string']"))).isEqualTo(1);
  }

  @Test
  void inAModelsOtherFilesAKeyMayBeACategory() throws IOException {
    assertThat(found(MODEL, "['x','string']")).isEqualTo(1);
    assertThat(found(MODEL, "{'string':0.5}")).isEqualTo(1);
  }

  @Test
  void whatFiguresAreAboutIsNone() throws IOException {
    assertThat(
            found(
                CARD,
                "{'metric':'accuracy','attribute':'segment','parameters':{'slots':"
                    + quoted("['segment','segment']")
                    + "},'groups':[{'group':'x'}]}"))
        .isZero();
    assertThat(
            found(
                CARD,
                "{'groups':[{'group':'segment'}],'control':"
                    + quoted("{'segment':'string'}")
                    + "}"))
        .isEqualTo(2);
  }

  @Test
  void whatIsNoJsonIsNotPassedOver() {
    for (String text : List.of("{'a':1} string'", "{'a':'string','a':'x'}", "{'a':", "string")) {
      assertThatThrownBy(() -> found(LOG, text)).isInstanceOf(JsonProcessingException.class);
    }
  }

  @Test
  void thePlaceOfAFileTellsItsNames() {
    assertThat(FileKind.of("file:/lake", "file:/lake/bronze/tickets/part-0.parquet").names())
        .as("of a source any name may be a value")
        .doesNotContain("reasons", "status");
    assertThat(FileKind.of("file:/lake", "file:/lake/gold/explanations/part-0.parquet").names())
        .contains("reasons")
        .doesNotContain("status");
    assertThat(FileKind.of("file:/lake", "file:/lake/metrics/fairness/_delta_log/0.json"))
        .isEqualTo(new FileKind(Holder.FIGURES, true, true));
    assertThat(FileKind.of("file:/lake", "file:/lake/models/a/r/fair/metadata/part-0"))
        .isEqualTo(MODEL);
    assertThat(FileKind.of("file:/lake", "file:/lake/_leases/a"))
        .isEqualTo(new FileKind(Holder.SOURCES, false, false));
  }
}
