# One image for all services and tools: docker run otpstream serve api-ingress, docker run otpstream doctor.

FROM maven:3.9.11-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/m2 \
    mvn -q -B -Dmaven.repo.local=/m2 -DskipTests -Dspotless.check.skip=true -pl standalone -am package

FROM eclipse-temurin:25.0.3_9-jre-noble AS runtime
RUN useradd --uid 10001 --user-group --create-home --home-dir /var/lib/otpstream otpstream
COPY ops/docker/java.options ops/docker/ready /opt/otpstream/
COPY --from=build /src/standalone/target/lib/ /opt/otpstream/lib/
# In a fixed order: the cache below is for this very class path, and a folder lists its files in any order.
RUN printf -- '-cp\n%s\n' "$(find /opt/otpstream/lib -name '*.jar' | LC_ALL=C sort | paste -sd:)" \
    > /opt/otpstream/java.classpath
USER 10001
WORKDIR /var/lib/otpstream

# What is loaded, linked and hot under load is kept (JEP 483, 514, 515); it plays through every service, on loopback alone.
FROM runtime AS trained
RUN OTP_LOG_LEVEL=WARN java @/opt/otpstream/java.options @/opt/otpstream/java.classpath \
    -XX:AOTCacheOutput=/tmp/otp.aot dev.otpstream.standalone.Otp train

FROM runtime
COPY --from=trained /tmp/otp.aot /opt/otpstream/otp.aot
ENV OTP_STATE_DIR=/var/lib/otpstream/state OTP_OPS_PORT=9100 MALLOC_ARENA_MAX=2
# State is a copy of what Kafka keeps; with a volume of its own a restarted service need not fetch it again.
VOLUME /var/lib/otpstream
EXPOSE 8080 9100
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=12 CMD ["/opt/otpstream/ready"]
ENTRYPOINT ["java", "@/opt/otpstream/java.options", "@/opt/otpstream/java.classpath", "-XX:AOTCache=/opt/otpstream/otp.aot", "dev.otpstream.standalone.Otp"]
CMD ["--help"]
