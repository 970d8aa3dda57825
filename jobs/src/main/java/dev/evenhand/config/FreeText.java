package dev.evenhand.config;

import java.util.List;
import java.util.Optional;

/** What a column of free text is scanned for, and what happens where something is found. */
public record FreeText(
    @Setting(value = "The kinds of personal data to look for.", atLeast = 1)
        List<PersonalKind> scan,
    @Setting("What happens to a row in whose text something is found.") OnFound onFound,
    @Setting("A file of names, one a line, relative to data; kind name needs it.")
        Optional<String> names) {
  public FreeText {
    scan = Checks.copy(scan);
    names = Checks.copy(names);
    new Checks()
        .distinct(scan, "scan")
        .that(
            scan.contains(PersonalKind.NAME) == names.isPresent(),
            names.isPresent() ? "names" : "scan",
            names.isPresent()
                ? "names without kind name; both or neither is allowed; add name to scan"
                : "kind name without a list; it is required; add names: with a file of names")
        .done();
  }
}
