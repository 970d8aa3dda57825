package dev.evenhand.ingest;

/** Whether rows must know their place in the file. */
enum Places {
  /** Always, even if that costs another pass over large files. */
  KNOWN,
  /** Where it costs nothing. */
  IF_CHEAP
}
