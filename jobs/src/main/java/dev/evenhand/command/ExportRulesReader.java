package dev.evenhand.command;

import dev.evenhand.config.AgeGate;
import dev.evenhand.config.Consent;
import dev.evenhand.config.LawfulBasis;
import dev.evenhand.config.Overrides;
import dev.evenhand.config.PipelineFile;
import dev.evenhand.custody.ExportRules;
import dev.evenhand.history.ConsentRules;
import dev.evenhand.ledger.LedgerView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** What an export's arguments ask of the ledger. */
final class ExportRulesReader {
  private ExportRulesReader() {}

  static ExportRules rules(
      String purpose,
      Optional<Path> file,
      Optional<LawfulBasis> basis,
      Optional<String> reason,
      OptionalInt k) {
    if (k.isPresent() && k.getAsInt() < 2) {
      throw ExportCommand.problem("--k is %d; 2 or more is allowed.".formatted(k.getAsInt()));
    }
    if (basis.isPresent() != reason.filter(why -> !why.isBlank()).isPresent()) {
      throw ExportCommand.problem(
          "--basis and --reason go together: name the lawful basis and why it holds.");
    }
    if (file.isEmpty()) {
      return new ExportRules(
          new ConsentRules(purpose, basis.isPresent(), Optional.empty(), Optional.empty()),
          Optional.empty(),
          basis.map(LawfulBasis::word),
          reason,
          k);
    }
    if (basis.isPresent()) {
      throw ExportCommand.problem("--rules and --basis exclude each other. Leave one out.");
    }
    Consent consent =
        PipelineFile.read(
                file.get(), System.getenv(), new Overrides(Optional.empty(), Optional.empty()))
            .pipeline()
            .consent();
    if (!consent.purpose().equals(Optional.of(purpose))) {
      throw ExportCommand.problem(
          "the purpose of %s is %s, not %s. Name that one, or leave --rules out."
              .formatted(file.get(), consent.purpose().orElse("none"), purpose));
    }
    return new ExportRules(
        LedgerView.rules(consent),
        consent.age().map(AgeGate::born),
        consent.basis().map(LawfulBasis::word),
        consent.reason(),
        k);
  }
}
