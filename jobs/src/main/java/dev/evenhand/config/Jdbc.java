package dev.evenhand.config;

import java.util.Locale;
import java.util.Optional;

/** Where a JDBC source's rows are. */
public record Jdbc(
    @Setting("The database, such as jdbc:postgresql://host/sales; without user or password.")
        String url,
    @Setting("The table or view, such as public.orders.") String table,
    @Setting("The user; best ${NAME}.") Optional<String> user,
    @Setting("The password, only as ${NAME}: it never stands in the file.")
        Optional<Secret> password,
    @Setting("Reads in parallel by ranges of a column.") Optional<Partition> partition,
    @Setting(value = "Rows fetched at a time.", byDefault = "10000") int fetchSize) {
  public Jdbc {
    user = Checks.copy(user);
    password = Checks.copy(password);
    partition = Checks.copy(partition);
    new Checks()
        .that(
            url.toLowerCase(Locale.ROOT).startsWith("jdbc:"),
            "url",
            "url doesn't begin with jdbc:; allowed is such as jdbc:postgresql://host/sales;"
                + " write the JDBC form")
        .that(
            !holdsCredentials(url),
            "url",
            "url holds credentials; none are allowed in it; use user and password: ${NAME}")
        .that(
            fetchSize >= 1,
            "fetch_size",
            "fetch_size is %s; 1 or more is allowed; 10000 suits most databases",
            fetchSize)
        .done();
  }

  /** Whether a URL names a password, or a user before its host. */
  public static boolean holdsCredentials(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    return lower.contains("password=") || lower.matches("jdbc:[^?]*://[^/?]*@.*");
  }
}
