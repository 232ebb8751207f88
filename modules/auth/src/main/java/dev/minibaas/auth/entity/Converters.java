package dev.minibaas.auth.entity;

import dev.minibaas.auth.json.JsonValues;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How attributes become columns. Where the database side is an {@code Object}, the driver has a
 * type of its own for it whose text is the value.
 */
public final class Converters {
  private Converters() {}

  @Converter(autoApply = true)
  public static class OfInstant
      implements AttributeConverter<@Nullable Instant, @Nullable OffsetDateTime> {
    @Override
    public @Nullable OffsetDateTime convertToDatabaseColumn(@Nullable Instant value) {
      return value == null ? null : value.atOffset(ZoneOffset.UTC);
    }

    @Override
    public @Nullable Instant convertToEntityAttribute(@Nullable OffsetDateTime column) {
      return column == null ? null : column.toInstant();
    }
  }

  @Converter(autoApply = true)
  public static class OfJsonObject
      implements AttributeConverter<@Nullable JsonObject, @Nullable Object> {
    @Override
    public @Nullable Object convertToDatabaseColumn(@Nullable JsonObject value) {
      return value == null ? null : value.toString();
    }

    @Override
    public @Nullable JsonObject convertToEntityAttribute(@Nullable Object column) {
      return column == null ? null : JsonValues.read(column.toString()).asJsonObject();
    }
  }

  @Converter(autoApply = true)
  public static class OfJsonArray
      implements AttributeConverter<@Nullable JsonArray, @Nullable Object> {
    @Override
    public @Nullable Object convertToDatabaseColumn(@Nullable JsonArray value) {
      return value == null ? null : value.toString();
    }

    @Override
    public @Nullable JsonArray convertToEntityAttribute(@Nullable Object column) {
      return column == null ? null : JsonValues.read(column.toString()).asJsonArray();
    }
  }

  @Converter(autoApply = true)
  public static class OfUuid implements AttributeConverter<@Nullable UUID, @Nullable Object> {
    @Override
    public @Nullable Object convertToDatabaseColumn(@Nullable UUID value) {
      return value == null ? null : value;
    }

    @Override
    public @Nullable UUID convertToEntityAttribute(@Nullable Object column) {
      return column == null ? null : UUID.fromString(column.toString());
    }
  }

  @Converter(autoApply = true)
  public static class OfAal implements AttributeConverter<@Nullable Aal, @Nullable String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Aal value) {
      return value == null ? null : value.label();
    }

    @Override
    public @Nullable Aal convertToEntityAttribute(@Nullable String column) {
      return column == null ? null : Aal.valueOf(column.toUpperCase(Locale.ROOT));
    }
  }

  @Converter(autoApply = true)
  public static class OfFactorType
      implements AttributeConverter<@Nullable FactorType, @Nullable String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable FactorType value) {
      return value == null ? null : value.label();
    }

    @Override
    public @Nullable FactorType convertToEntityAttribute(@Nullable String column) {
      return column == null ? null : FactorType.valueOf(column.toUpperCase(Locale.ROOT));
    }
  }

  @Converter(autoApply = true)
  public static class OfFactorStatus
      implements AttributeConverter<@Nullable FactorStatus, @Nullable String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable FactorStatus value) {
      return value == null ? null : value.label();
    }

    @Override
    public @Nullable FactorStatus convertToEntityAttribute(@Nullable String column) {
      return column == null ? null : FactorStatus.valueOf(column.toUpperCase(Locale.ROOT));
    }
  }

  @Converter(autoApply = true)
  public static class OfCodeChallengeMethod
      implements AttributeConverter<@Nullable CodeChallengeMethod, @Nullable String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable CodeChallengeMethod value) {
      return value == null ? null : value.label();
    }

    @Override
    public @Nullable CodeChallengeMethod convertToEntityAttribute(@Nullable String column) {
      return column == null ? null : CodeChallengeMethod.valueOf(column.toUpperCase(Locale.ROOT));
    }
  }

  @Converter(autoApply = true)
  public static class OfOneTimeTokenType
      implements AttributeConverter<@Nullable OneTimeTokenType, @Nullable String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable OneTimeTokenType value) {
      return value == null ? null : value.label();
    }

    @Override
    public @Nullable OneTimeTokenType convertToEntityAttribute(@Nullable String column) {
      return column == null ? null : OneTimeTokenType.valueOf(column.toUpperCase(Locale.ROOT));
    }
  }
}
