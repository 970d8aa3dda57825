package dev.evenhand.config;

/** What a feature's values are counted in, which says how they are written. */
public enum MeasureUnit implements Word {
  NUMBER,
  DAYS,
  /** In the currency of the sales. */
  MONEY,
  /** A part of one, written in percent. */
  SHARE,
  /** 1 or 0. */
  YES_NO,
  /** A category, written as it is. */
  TEXT
}
