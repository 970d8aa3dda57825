package dev.evenhand.config;

import java.util.List;

/** Features from the sales before a decision. */
public record History(
    @Setting(value = "The lengths of the windows before decided_at.", atLeast = 1)
        List<Days> windows,
    @Setting(
            value = "How many of the largest categories (of the training part) get a share each.",
            byDefault = "5")
        int topCategories) {
  public History {
    windows = Checks.copy(windows);
    new Checks()
        .that(!windows.isEmpty(), "windows", "windows is empty; one or more is allowed; add 91d")
        .distinct(windows, "windows")
        .that(
            topCategories >= 0 && topCategories <= 100,
            "top_categories",
            "top_categories is " + topCategories + "; 0 to 100 is allowed; 5 suits most")
        .done();
  }
}
