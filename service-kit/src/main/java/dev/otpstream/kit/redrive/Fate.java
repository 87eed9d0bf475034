package dev.otpstream.kit.redrive;

/** What became of a letter. */
public enum Fate {
  /** It is back in its topic. */
  REDRIVEN("redriven"),
  /** It would be put back; this was a dry run. */
  WOULD_BE_REDRIVEN("would be redriven"),
  /** It was put back before, or another letter of the same record was. */
  ALREADY_REDRIVEN("already redriven"),
  /** A newer record of the same key is in its compacted topic; the old one must not come after it. */
  SUPERSEDED("superseded by a newer record of its key"),
  /** Only its origin was kept. */
  CUT("cut: only its origin was kept"),
  /** Its topic is not of the catalogue, or its partition is not there. */
  NO_SUCH_PLACE("its topic or partition is none of ours");

  private final String words;

  Fate(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

}
