package dev.evenhand.config;

import java.util.List;
import java.util.Optional;

/** What only people know about a model and its card must say. */
public record Card(
    @Setting("Who answers for the model.") String owner,
    @Setting("How to reach the owner.") String contact,
    @Setting("What the model is for.") String intendedUse,
    @Setting("What it must not be used for.") String outOfScope,
    @Setting("What a reader must know before trusting it.") List<String> limitations,
    @Setting("Whom its decisions touch, and how they can object.") Optional<String> affected,
    @Setting("Where the data comes from, with its licence.") Optional<String> dataSource,
    @Setting("What to cite; addresses become links.") List<String> references,
    @Setting("Who works with its scores.") Optional<String> users,
    @Setting(
            value = "Under what licence others may use the model: an SPDX identifier.",
            byDefault = "proprietary",
            pattern = "[A-Za-z0-9][A-Za-z0-9.+-]*")
        String license) {
  public Card {
    users = Checks.copy(users);
    limitations = Checks.copy(limitations);
    affected = Checks.copy(affected);
    dataSource = Checks.copy(dataSource);
    references = Checks.copy(references);
    new Checks()
        .that(!owner.isBlank(), "owner", blank("owner"))
        .that(!contact.isBlank(), "contact", blank("contact"))
        .that(!intendedUse.isBlank(), "intended_use", blank("intended_use"))
        .that(!outOfScope.isBlank(), "out_of_scope", blank("out_of_scope"))
        .matches(license, "[A-Za-z0-9][A-Za-z0-9.+-]*", "license")
        .done();
  }

  private static String blank(String key) {
    return key + " is blank; a text is required; the card must say it";
  }
}
