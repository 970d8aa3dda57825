package dev.evenhand.card;

import java.util.Map;

/**
 * The card of a model that was trained to compare with: who answers for it, and its figures.
 *
 * @param page where the candidate's card lies, on which this model stands beside others
 */
record ShortCard(
    int schema,
    Identity identity,
    Purpose purpose,
    Ground ground,
    String role,
    double threshold,
    Map<String, Figure> figures,
    String page) {}
