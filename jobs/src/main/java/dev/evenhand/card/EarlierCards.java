package dev.evenhand.card;

import dev.evenhand.lake.Lake;
import dev.evenhand.lake.RunScope;
import dev.evenhand.lake.TableContract;
import dev.evenhand.lake.table.ModelCards;
import dev.evenhand.lake.table.Models;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Finds the card of the version before: of the newest earlier run with a candidate of that name.
 */
record EarlierCards(Lake lake, RunScope scope) {

  /** The card, beside the version before if there is one that can be read. */
  ModelCard compared(ModelCard card) {
    List<Row> before =
        lake.readPipeline(ModelCards.CONTRACT, scope.pipeline())
            .filter(ModelCards.MODEL.column().equalTo(card.identity().model()))
            .filter(ModelCards.STATUS.column().notEqual(Models.REFERENCE))
            .filter(TableContract.RUN_ID.column().lt(scope.runId()))
            .select(TableContract.RUN_ID.column(), ModelCards.CARD.column())
            .orderBy(TableContract.RUN_ID.column().desc())
            .takeAsList(1);
    if (before.isEmpty()) {
      return card;
    }
    return CardDocument.read(before.get(0).getString(1))
        .map(card::since)
        .orElseGet(
            () ->
                card.with(
                    Change.none(
                        "The card of version "
                            + before.get(0).getString(0)
                            + " has an older layout, so nothing is compared.")));
  }
}
